"""Pages of gateways: who may add one, what a new one's code page shows, how each stands, taking one out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.activity.coverage.model import Heartbeat
from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.filtering.gateways.actions import add_gateway, join_gateway, note_local, take_out
from belisha.console.filtering.gateways.needs import gateways_late
from belisha.console.filtering.gateways.queries import gateways_of, in_standing, late_at, stands
from belisha.console.filtering.gateways.rules import Seen, Standing, standing_of
from belisha.console.filtering.models import Gateway
from belisha.engine.published import read_pointer
from cast import somebody
from console.visitors import sign_in

from .conftest import SYSTEM, Machine

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.asserts import DjangoAssertNumQueries  # type: ignore[attr-defined]

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def page(name: str, school: School, *rest: object) -> str:
    return reverse(name, args=[school.code, *rest])


@pytest.fixture
def technician(client: Client, home: Path, oakfield: School) -> Client:
    return sign_in(client, somebody(oakfield, Role.TECHNICIAN))


def test_the_page_after_adding_shows_the_one_command_to_run(technician: Client, oakfield: School) -> None:
    answer = technician.post(page("filter-gateway-add", oakfield), {"name": "Server room"})
    found = re.search(r"belisha gateway join (\S+) (\S+)</code>", answer.content.decode())
    assert found
    assert join_gateway(address="", code=found.group(2), machine="gw", version="1")["name"] == "Server room"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "\x00", "a\u202eb", "Server Room"])
def test_a_name_that_says_nothing_is_refused_beside_the_field(technician: Client, oakfield: School, name: str) -> None:
    add_gateway(by=SYSTEM, school=oakfield, name="Server room")
    answer = technician.post(page("filter-gateway-add", oakfield), {"name": name})
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    assert Gateway.objects.count() == 1


def test_names_are_shown_as_text(technician: Client, oakfield: School) -> None:
    add_gateway(by=SYSTEM, school=oakfield, name="<script>alert(1)</script>")
    assert b"<script>alert" not in technician.get(page("filter-gateways", oakfield)).content


def test_nobody_gives_a_gateway_another_schools_people(oakfield: School, riverside: School) -> None:
    by = By(somebody(oakfield, Role.TECHNICIAN))
    with pytest.raises(NotAllowedError):
        add_gateway(by=by, school=oakfield, name="Both", schools=[riverside])


def test_a_school_sees_its_own_gateways_only(
    technician: Client, oakfield: School, riverside: School, client: Client
) -> None:
    theirs, _code = add_gateway(by=SYSTEM, school=riverside, name="Theirs")
    assert b"Theirs" not in technician.get(page("filter-gateways", oakfield)).content
    assert technician.get(page("filter-gateway", oakfield, theirs.pk)).status_code == 404


def test_taking_one_out_needs_a_reason_and_is_on_record(technician: Client, home: Path, oakfield: School) -> None:
    machine = Machine(technician, oakfield)
    address = page("filter-gateway-out", oakfield, machine.gateway.pk)
    assert (
        "Say why" in technician.post(address, {"reason": "   "}).content.decode() or Gateway.objects.standing().exists()
    )
    technician.post(address, {"reason": "the machine was stolen"})
    assert not Gateway.objects.standing().exists()
    assert machine.ask("pointer").status_code == 401
    assert Link.objects.filter(event="gateway.taken-out").count() == 1


def test_a_new_code_replaces_the_one_before(technician: Client, oakfield: School) -> None:
    gateway, old = add_gateway(by=SYSTEM, school=oakfield, name="Server room")
    answer = technician.post(page("filter-gateway-code", oakfield, gateway.pk))
    assert old not in answer.content.decode()
    gateway.refresh_from_db()
    assert "belisha gateway join" in answer.content.decode()


def test_a_machine_that_joins_again_shuts_the_first_one_out(client: Client, home: Path, oakfield: School) -> None:
    from belisha.console.filtering.gateways.actions import make_code

    machine = Machine(client, oakfield)
    code = make_code(by=SYSTEM, gateway=machine.gateway, school=oakfield)
    assert machine.ask("pointer").status_code == 200
    join_gateway(address="", code=code, machine="gw2", version="1")
    assert machine.ask("pointer").status_code == 401


def test_a_renamed_gateway_keeps_following(technician: Client, oakfield: School) -> None:
    machine = Machine(technician, oakfield)
    technician.post(page("filter-gateway-rename", oakfield, machine.gateway.pk), {"name": "Attic"})
    assert Gateway.objects.get().name == "Attic"
    assert machine.ask("pointer").status_code == 200


STATES = {
    Standing.OUT: {"taken_out_at": NOW, "token_hash": ""},
    Standing.WAITING: {"joined_at": None},
    Standing.SILENT: {"seen_at": NOW - timedelta(minutes=11)},
    Standing.TROUBLE: {"fault": "No space left"},
    Standing.BEHIND: {"up_to_date": False, "told_at": NOW - timedelta(minutes=4)},
    Standing.WELL: {"up_to_date": False, "told_at": NOW - timedelta(minutes=1)},
}


@pytest.mark.parametrize("standing", list(Standing))
def test_the_filter_of_the_list_agrees_with_the_rule(oakfield: School, standing: Standing) -> None:
    well = {"joined_at": NOW - timedelta(days=1), "seen_at": NOW, "up_to_date": True, "told_at": NOW, "added_at": NOW}
    for number, changed in enumerate(STATES.values()):
        made = Gateway.objects.create(federation=oakfield.federation, name=f"g{number}", **well | changed)
        made.schools.add(oakfield)
    found = list(in_standing(gateways_of(oakfield), standing, NOW))
    assert [stands(each, NOW) for each in found] == [standing]


def test_a_gateway_that_never_spoke_after_joining_becomes_silent() -> None:
    seen = Seen(
        taken_out=False, joined_at=NOW - timedelta(minutes=11), seen_at=None, up_to_date=False, told_at=None, fault=""
    )
    assert standing_of(seen, NOW) is Standing.SILENT


def test_a_silent_gateway_needs_the_technician_now(oakfield: School, client: Client, home: Path) -> None:
    machine = Machine(client, oakfield)
    Gateway.objects.filter(pk=machine.gateway.pk).update(seen_at=NOW - timedelta(hours=1))
    (need,) = gateways_late(somebody(oakfield), oakfield)
    assert "Server room" in need.text
    assert late_at(oakfield, NOW).silent == ("Server room",)


def test_the_gateway_beside_the_console_appears_by_itself(oakfield: School, home: Path) -> None:
    pointer = read_pointer(home)
    beat = Heartbeat(
        gateway="gateway", at=timezone.now(), policy=pointer.policy, policy_at=None, lists=pointer.lists,
        lists_at=None, services={"squid": True, "portal": False},
    )  # fmt: skip
    for _minute in range(2):
        note_local(federation=oakfield.federation, beat=beat, pointer=pointer)
    gateway = Gateway.objects.get()
    assert (gateway.is_local, gateway.up_to_date, gateway.fault) == (True, True, "Not running: portal.")
    assert stands(gateway, timezone.now()) is Standing.TROUBLE


def test_the_gateway_beside_the_console_cannot_be_taken_out_here(technician: Client, oakfield: School) -> None:
    gateway = Gateway.objects.create(
        federation=oakfield.federation, name="Here", is_local=True, added_at=NOW, joined_at=NOW
    )
    gateway.schools.add(oakfield)
    technician.post(page("filter-gateway-out", oakfield, gateway.pk), {"reason": "no more"})
    assert Gateway.objects.standing().count() == 1


@pytest.mark.parametrize("many", [2, 40])
def test_the_list_costs_the_same_however_many_there_are(
    technician: Client, oakfield: School, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        add_gateway(by=SYSTEM, school=oakfield, name=f"Gateway {number}")
    with django_assert_max_num_queries(16):
        technician.get(page("filter-gateways", oakfield))


def test_what_is_taken_out_is_known_to_the_list_still(oakfield: School) -> None:
    gateway, _code = add_gateway(by=SYSTEM, school=oakfield, name="Old")
    take_out(by=SYSTEM, gateway=gateway, school=oakfield, reason="replaced")
    assert [each.name for each in gateways_of(oakfield)] == ["Old"]
    assert late_at(oakfield, NOW).all == 0
