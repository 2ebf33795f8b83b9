"""What the clock does about lists, coverage and the gateway beside the console, over a real record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from belisha.activity.coverage.heartbeat import Services, beat, write_services
from belisha.activity.tests.written import Journal, line
from belisha.console.filtering.lists import actions
from belisha.console.filtering.lists.inventory import ListRow
from belisha.console.filtering.models import CoverageCase, CoverageLook, Gateway, ListDay, RefusedSite
from belisha.console.flows.coverage import bring_findings_in
from belisha.console.flows.filter_lists import note_today, watch_for_overblocking
from belisha.console.flows.gateways import note_gateway_here, tidy_gateways
from belisha.engine.published import publish_policy
from cast import a_school
from in_force import OAKFIELD, small_policy

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def school() -> School:
    return a_school()


def refused(host: str, people: int, when: str = "2026-11-16 09:00:00", category: str = "games") -> list[bytes]:
    told = {"school": "oakfield", "host": host, "verdict": "block", "category": category}
    return [line(when, person=f"p{number}", **told) for number in range(people)]


def test_what_five_were_refused_today_and_nobody_before_is_kept(home: Path, school: School) -> None:
    journal = Journal(home)
    journal.write(
        *refused("old.example", 1, "2026-10-01 09:00:00"),
        *refused("old.example", 9),
        *refused("new.example", 6),
        *refused("new.example", 2, "2026-11-16 09:05:00"),
        *refused("few.example", 4),
        *refused("illegal.example", 9, category="iwf"),
        *refused("yesterday.example", 9, "2026-11-15 23:59:00"),
    )
    assert watch_for_overblocking(NOW)
    assert watch_for_overblocking(NOW) == ""
    (site,) = RefusedSite.objects.all()
    assert (site.host, site.people, site.tries, site.category) == ("new.example", 6, 8, "games")


def test_how_lists_stand_is_noted_once_a_day(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ListRow("ut1/games", "UT1", "A university", "CC", ("games",), "shipped", NOW.date(), "2026-08-17", 7)
    monkeypatch.setattr(actions, "take_inventory", lambda _home: [row])
    assert note_today(NOW)
    assert note_today(NOW + timedelta(hours=1)) == ""
    assert note_today(NOW + timedelta(days=1))
    assert ListDay.objects.count() == 2


def test_without_a_record_nothing_is_kept_and_nothing_fails(home: Path, school: School) -> None:
    assert watch_for_overblocking(NOW) == ""


def test_requests_of_nobody_known_are_no_people(home: Path, school: School) -> None:
    told = {"school": "oakfield", "host": "new.example", "verdict": "block", "person": ""}
    Journal(home).write(*(line(address=f"10.0.0.{number}", **told) for number in range(9)))
    assert watch_for_overblocking(NOW) == ""


def test_a_silent_gateway_becomes_a_case_and_is_over_when_it_speaks(home: Path, school: School) -> None:
    publish_policy(home, small_policy(schools=OAKFIELD))
    write_services(home, Services("gateway", {"squid": True}))
    beat(home, NOW - timedelta(hours=2))
    bring_findings_in(NOW)
    kinds = set(CoverageCase.objects.exclude(state="closed").values_list("kind", flat=True))
    assert "gateway-silent" in kinds
    assert bring_findings_in(NOW + timedelta(minutes=5)) == "", "ten minutes have not passed"
    beat(home, NOW + timedelta(minutes=10))
    bring_findings_in(NOW + timedelta(minutes=11))
    assert not CoverageCase.objects.filter(kind="gateway-silent").exclude(state="closed").exists()


def test_why_nothing_can_be_found_is_kept(home: Path, school: School) -> None:
    bring_findings_in(NOW)
    look = CoverageLook.objects.get()
    assert look.at is None
    assert "policy" in look.trouble


def test_the_gateway_on_this_machine_is_known_by_its_signs_of_life(home: Path, school: School) -> None:
    note_gateway_here(NOW)
    assert not Gateway.objects.exists(), "there is none"
    write_services(home, Services("gateway", {"squid": True}))
    beat(home, datetime.now(UTC))
    note_gateway_here(NOW)
    gateway = Gateway.objects.get()
    assert (gateway.is_local, gateway.fault, list(gateway.schools.all())) == (True, "", [school])


def test_what_was_cut_for_nobody_any_more_is_deleted(home: Path, school: School) -> None:
    folder = home / "console" / "gateways"
    folder.mkdir(parents=True)
    (folder / f"policy-{'a' * 64}").write_text("{}")
    assert tidy_gateways(datetime.now(UTC)) == ""
    assert tidy_gateways(datetime.now(UTC) + timedelta(days=3)).startswith("1 files")
