"""Pages of the proof: fixed numbers of questions, nothing typed is lost, and what comes through is told at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import School, User
from belisha.console.access.needs import Urgency
from belisha.console.access.roles import Role
from belisha.console.filtering.models import HandTest, ProbeAccount, ProbeAddress, ProbeResult, ProbeRun, ProbeState
from belisha.console.filtering.proof import nightly
from belisha.console.filtering.proof.actions.accounts import CHANGED_AFTER, settle_accounts
from belisha.console.filtering.proof.actions.checks import sign_check
from belisha.console.filtering.proof.actions.runs import ask_for_run, begin, finish, forget_old
from belisha.console.filtering.proof.needs import what_came_through
from belisha.console.filtering.proof.probing.places import gateway_at, gateway_of
from belisha.console.filtering.proof.probing.running import Made
from belisha.console.filtering.proof.queries.accounts import probe_hashes, probe_people
from belisha.console.filtering.proof.queries.states import Proven, proven
from belisha.console.filtering.proof.rules.probes import Probe
from belisha.console.outbox.models import OutboxMail
from belisha.engine.published import Pointer
from cast import a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
SYSTEM = By(None, system="test")
POINTER = Pointer("a" * 64, "b" * 64, "2026-11-20T12:00:00+00:00")


@pytest.fixture
def school(tmp_path: Path, settings: SettingsWrapper) -> School:
    settings.HOME = tmp_path
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD)


def made(category: str, outcome: str = "well", **columns: Any) -> Made:
    values = {"profile": "juniors", "kind": "page", "wanted": "block", "target": f"http://{category}.test/"}
    return Made(Probe(**{**values, "category": category, **columns}), outcome, "blocked", timezone.now(), 9)


def a_run(school: School, *results: Made, kind: str = "full") -> ProbeRun:
    run = ask_for_run(by=SYSTEM, school=school, kind=kind, why="clock")
    begin(run=run, gateway="127.0.0.1:8080", pointer=POINTER, planned=len(results))
    finish(run=run, made=results, pointers=[POINTER] * len(results))
    return run


@pytest.mark.parametrize("page", ["filter-proof", "filter-layers", "filter-proof-states", "filter-checks"])
def test_a_page_asks_as_much_for_many_tests_as_for_few(
    school: School, head: User, client: Client, django_assert_max_num_queries: Callable[..., Any], page: str
) -> None:
    client = sign_in(client, head)
    address = reverse(page, args=[school.code])
    a_run(school, made("games"))
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    a_run(school, *(made(f"c{number}") for number in range(200)))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_what_comes_through_is_told_at_once_and_once(school: School, head: User) -> None:
    lead, technician = somebody(school, Role.DSL), somebody(school, Role.NETWORK_MANAGER)
    a_run(school, made("games"), made("drugs", "passed"))
    assert {mail.to for mail in OutboxMail.objects.all()} == {lead.email, technician.email}
    assert all("drugs" not in mail.body for mail in OutboxMail.objects.all()), "a letter has fixed words"
    assert Urgency.NOW in {need.urgency for need in what_came_through(head, school)}

    a_run(school, made("games"), made("drugs", "passed"))
    assert OutboxMail.objects.count() == 2, "it still comes through, which is known"
    a_run(school, made("games"), made("drugs"))
    assert not list(what_came_through(head, school))


def test_of_several_addresses_of_a_category_the_gravest_counts(school: School) -> None:
    a_run(school, made("games"), made("games", "passed", target="http://other.test/"), made("games"))
    assert ProbeResult.objects.count() == 3
    assert proven(school, "games", timezone.now()) is Proven.PASSED


def test_an_old_test_proves_nothing(school: School) -> None:
    a_run(school, made("games"))
    now = timezone.now()
    assert proven(school, "games", now) is Proven.BLOCKED
    assert proven(school, "games", now + timedelta(hours=30)) is Proven.UNKNOWN
    assert proven(school, "gambling", now) is Proven.UNKNOWN


def test_what_is_tested_no_longer_leaves_the_matrix_with_the_next_whole_test(school: School) -> None:
    a_run(school, made("games"), made("drugs"))
    a_run(school, made("games"), kind="quick")
    assert ProbeState.objects.count() == 2
    a_run(school, made("games"))
    assert [state.category for state in ProbeState.objects.all()] == ["games"]


def test_test_accounts_are_the_gateways_alone_and_change_their_passwords(school: School) -> None:
    now = timezone.now()
    first = settle_accounts(by=SYSTEM, school=school, profiles=["juniors", "staff"], now=now)
    assert settle_accounts(by=SYSTEM, school=school, profiles=["juniors", "staff"], now=now) == first
    assert [person.profile for person in probe_people()[school.pk]] == ["juniors", "staff"]
    assert all(hashed.startswith("$argon2id$") for _name, hashed in probe_hashes())
    assert not any(sign_in.password in account.secret for sign_in in first.values() for account in accounts())
    assert not User.objects.filter(username__in=[one.sign_in for one in accounts()]).exists()

    later = settle_accounts(by=SYSTEM, school=school, profiles=["juniors"], now=now + CHANGED_AFTER + timedelta(1))
    assert later.keys() == {"juniors"}
    assert later["juniors"].password != first["juniors"].password
    assert ProbeAccount.objects.count() == 1


def accounts() -> list[ProbeAccount]:
    return list(ProbeAccount.objects.all())


def test_nobody_signs_for_a_filter_that_was_never_tested(school: School, head: User) -> None:
    with pytest.raises(ValidationError, match="start a test first"):
        sign_check(by=By(head), school=school, suits=True, words="", action="")
    a_run(school, made("games"), made("drugs", "passed"))
    signed = sign_check(by=By(head), school=school, suits=False, words="", action="Ask the supplier")
    a_run(school, made("games"))
    assert signed.tested["figures"]["page"]["passed"] == 1, "what was signed stays as it was"


@pytest.mark.parametrize("typed", ["not an address", "ftp://a.test/", "http://a\x00b/", "<script>", "http://"])
def test_a_line_that_is_no_address_is_told_beside_its_field_and_kept(
    school: School, head: User, client: Client, typed: str
) -> None:
    answer = sign_in(client, head).post(reverse("filter-proof-addresses", args=[school.code]), {"open": typed})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not ProbeAddress.objects.exists()


def test_addresses_are_kept_as_a_browser_reads_them_and_end_when_they_are_taken_out(
    school: School, head: User, client: Client
) -> None:
    address = reverse("filter-proof-addresses", args=[school.code])
    client = sign_in(client, head)
    client.post(address, {"open": "WWW.Bitesize.test\n\nwww.bitesize.test", "iwf": "http://test.iwf.test/a"})
    standing = ProbeAddress.objects.filter(ended_at__isnull=True).order_by("address")
    assert [(each.address, each.wanted, each.locked_list) for each in standing] == [
        ("http://test.iwf.test/a", "block", "iwf"),
        ("https://www.bitesize.test/", "open", ""),
    ]
    client.post(address, {"open": "www.bitesize.test"})
    assert [each.address for each in standing.all()] == ["https://www.bitesize.test/"]


def test_a_test_by_hand_that_came_through_needs_an_action(school: School, head: User, client: Client) -> None:
    address = reverse("filter-hand-test-add", args=[school.code])
    day = timezone.localdate()
    typed = {
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "users": "guests",
        "device": "A telephone",
    }
    typed |= {"child_abuse": "blocked", "terrorism": "blocked", "adult": "open", "language": "not-done"}
    client = sign_in(client, head)
    answer = client.post(address, typed)
    assert "say what was done about it" in answer.content.decode()
    assert "A telephone" in answer.content.decode()
    assert client.post(address, typed | {"action": "The list is updated"}).status_code == 302
    assert not HandTest.objects.get().all_blocked


def test_a_test_is_due_before_school_each_hour_and_when_lists_are_new(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "_pointer", lambda: POINTER)
    six, ten = (datetime(2026, 11, 20, hour, 30, tzinfo=UTC) for hour in (6, 10))
    assert nightly._due(school, six) == ("full", "clock")
    run = a_run(school, made("games"))
    ProbeRun.objects.filter(pk=run.pk).update(asked_at=six, started_at=six, finished_at=six)
    assert nightly._due(school, six + timedelta(minutes=30)) is None
    assert nightly._due(school, ten) == ("quick", "clock")
    assert nightly._due(school, six + timedelta(days=1)) == ("full", "clock")
    monkeypatch.setattr(nightly, "_pointer", lambda: Pointer("a" * 64, "c" * 64, ""))
    assert nightly._due(school, six + timedelta(minutes=30)) == ("full", "lists")


def test_evidence_goes_after_a_year_and_a_run_that_was_cut_off_says_so(school: School) -> None:
    old = a_run(school, made("games"))
    a_run(school, made("games"))
    cut = ask_for_run(by=SYSTEM, school=school, kind="full", why="hand")
    ProbeRun.objects.filter(pk__in=[old.pk]).update(asked_at=timezone.now() - timedelta(days=400))
    ProbeRun.objects.filter(pk=cut.pk).update(asked_at=timezone.now() - timedelta(hours=2))
    forget_old(timezone.now())
    assert not ProbeRun.objects.filter(pk=old.pk).exists()
    cut.refresh_from_db()
    assert cut.state == "failed"
    assert cut.trouble


@pytest.mark.parametrize("typed", ["8.8.8.8:8080", "nowhere", "127.0.0.1", "127.0.0.1:http", ":80", "[::]:80:"])
def test_only_a_gateway_inside_the_school_is_tested(tmp_path: Path, typed: str) -> None:
    with pytest.raises(ValueError, match="is not a gateway"):
        gateway_at(typed, tmp_path)


def test_the_gateway_is_where_its_settings_say(tmp_path: Path) -> None:
    assert str(gateway_of(tmp_path)) == "127.0.0.1:8080"
    (tmp_path / "gateway.yaml").write_text("listen: 0.0.0.0\nproxy_port: 3128\nname: hall\n")
    assert str(gateway_of(tmp_path)) == "127.0.0.1:3128"
    assert str(gateway_at("10.1.0.2:8080", tmp_path)) == "10.1.0.2:8080"
