"""Something breaks at a school, and the board says so in time: found by the look of each minute, not by a full one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.activity.coverage.model import Kind, Level
from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.posts.actions.appointing import end_post
from belisha.console.access.roles import Role
from belisha.console.agreements.signing.actions.signatures import sign
from belisha.console.compliance.actions import reassess, refresh
from belisha.console.compliance.queries import row
from belisha.console.concerns.actions.reporting import Told, report
from belisha.console.concerns.models import Concern
from belisha.console.duties.registry import PROOFS, State
from belisha.console.filtering.models import CoverageCase, CoverageLook, PersonProfile
from belisha.console.monitoring.models import RecordLook
from belisha.engine.lists.locked import record_upstream
from cast import a_parent, a_person, a_pupil, a_school, somebody
from policies import an_adopted_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 24, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SYSTEM = By(None, system="test")
WATCHED = (
    "agreements.parent-online",
    "concerns.staff-report-dsl",
    "filtering.iwf-list",
    "filtering.vulnerable-access",
    "governance.dsl-named",
    "monitoring.use-log",
)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: SettingsWrapper) -> Iterator[None]:
    """Only the proofs that are broken here, at ten in the morning."""
    settings.HOME = tmp_path
    for duty in list(PROOFS):
        if duty not in WATCHED:
            monkeypatch.delitem(PROOFS, duty)
    monkeypatch.setattr("belisha.console.compliance.actions.not_adopted", lambda _school: {})
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school() -> School:
    here = a_school()
    an_adopted_policy(here)
    for role, kind in ((Role.HEAD, "staff"), (Role.DSL, "staff"), (Role.CHAIR, "governor")):
        a_person(here, kind, user=somebody(here, role))
    CoverageLook.objects.create(federation=here.federation, at=NOW)
    RecordLook.objects.create(school=here, at=NOW, days={"2026-09-23": [10, 1, 1]})
    return here


def kept(school: School, duty: str, after: timedelta = timedelta()) -> State:
    """What the board says."""
    return row(school, duty, NOW + after).standing.state


def minute(school: School, after: timedelta) -> int:
    """The look of a minute; how many duties it asked."""
    with time_machine.travel(NOW + after, tick=False):
        return refresh(SYSTEM, schools=[school], now=timezone.now()).asked


def look(school: School, duty: str) -> State:
    reassess(SYSTEM, school=school, now=NOW)
    return kept(school, duty)


def test_a_gateway_of_which_nobody_hears_shows_within_a_minute_of_being_found_silent(school: School) -> None:
    assert look(school, "monitoring.use-log") is State.MET
    CoverageCase.objects.create(
        federation=school.federation, school=school, gap="g", kind=Kind.GATEWAY_SILENT.value, level=Level.RED.value,
        name="Gateway 1", reason="Silent", to_do="Look", first_seen=NOW, last_seen=NOW,
    )  # fmt: skip
    # within the same minute: the next may be the school's own
    assert minute(school, timedelta(seconds=30)) < len(WATCHED), "what has nothing to do with it is not asked"
    assert kept(school, "monitoring.use-log", MINUTE) is State.BREACHED


def test_a_machine_that_stops_looking_shows_within_five_minutes_of_two_hours(school: School) -> None:
    assert look(school, "monitoring.use-log") is State.MET
    minute(school, 2 * HOUR)
    assert kept(school, "monitoring.use-log", 2 * HOUR) is State.MET
    minute(school, 2 * HOUR + 5 * MINUTE)
    assert kept(school, "monitoring.use-log", 2 * HOUR + 5 * MINUTE) is State.BREACHED


def test_a_list_that_goes_away_shows_within_a_minute_though_it_is_a_file(school: School, tmp_path: Path) -> None:
    record_upstream(tmp_path, "iwf", "The broadband supplier", NOW)
    assert look(school, "filtering.iwf-list") is State.NOT_KNOWN
    for file in (tmp_path / "lists" / "locked").glob("upstream*"):
        file.unlink()
    minute(school, MINUTE)
    assert kept(school, "filtering.iwf-list", MINUTE) is State.BREACHED


def test_a_rule_that_runs_out_shows_within_the_hour_after_midnight(school: School) -> None:
    PersonProfile.objects.create(
        person=a_pupil(school), profile="infants", reason="x", review_on=NOW.date(), since=NOW - DAY
    )
    assert look(school, "filtering.vulnerable-access") is State.AT_RISK
    midnight = datetime(2026, 9, 24, 23, tzinfo=UTC) - NOW  # summer time
    minute(school, midnight - MINUTE)
    assert kept(school, "filtering.vulnerable-access", midnight) is State.AT_RISK
    minute(school, midnight + HOUR - MINUTE)
    assert kept(school, "filtering.vulnerable-access", midnight + HOUR) is State.BREACHED


def test_a_parent_who_has_not_signed_shows_within_a_minute(school: School) -> None:
    child = a_pupil(school)
    mother, agreement = a_parent(school, of=child), issued(school, "parent")
    sign(
        by=By(mother.user), person=mother, agreement=agreement, form="plain", way="own",
        answers=all_right(agreement), child=child,
    )  # fmt: skip
    assert look(school, "agreements.parent-online") is State.MET
    a_parent(school, of=a_pupil(school))
    minute(school, MINUTE)
    assert kept(school, "agreements.parent-online", MINUTE) is not State.MET


def test_a_vacant_post_shows_within_a_minute(school: School) -> None:
    assert look(school, "governance.dsl-named") is State.MET
    end_post(SYSTEM, post=Post.objects.get(role="dsl"), last=NOW.date() - DAY)
    minute(school, MINUTE)
    assert kept(school, "governance.dsl-named", MINUTE) is State.BREACHED


def test_a_concern_that_lies_shows_within_an_hour_of_its_time(school: School) -> None:
    report(
        by=SYSTEM, school=school, category="bullying", words="It happened.", subjects=(),
        told=Told(origin=Concern.Origin.STAFF),
    )  # fmt: skip
    duty = "concerns.staff-report-dsl"
    assert look(school, duty) is not State.BREACHED
    turned = next(number for number in range(1, 80) if minute(school, number * HOUR) and _is_red(school, number))
    with time_machine.travel(NOW + (turned - 1) * HOUR, tick=False):
        reassess(SYSTEM, school=school, now=timezone.now())
    assert not _is_red(school, turned - 1), "it lay no longer than an hour before the board said so"


def _is_red(school: School, hours: int) -> bool:
    return kept(school, "concerns.staff-report-dsl", hours * HOUR) is State.BREACHED
