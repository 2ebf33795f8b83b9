"""A reported page is blocked at once, unless somebody has to look first; it is answered, and raised with others."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.filtering.asks.actions.reporting import (
    keep_blocked,
    leave_open,
    may_be_illegal,
    raise_report,
    read_report,
    report_page,
)
from belisha.console.filtering.asks.answers import FILE, publish_answers
from belisha.console.filtering.asks.hooks import _TOLD, when_page_is_reported
from belisha.console.filtering.asks.rules.sites import must_stay_open, own_hosts, read_site
from belisha.console.filtering.asks.tests.scene import MONDAY, Scene, a_page_reported, a_scene, as_user
from belisha.console.filtering.changes.tests.staging import applied, confirmed
from belisha.console.filtering.models import Change, PageReport, PolicyVersion, SiteRule
from cast import a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
HELD = PageReport.Held


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


@pytest.fixture
def told() -> Iterator[list[PageReport]]:
    found: list[PageReport] = []
    when_page_is_reported(found.append)
    yield found
    _TOLD.pop()


def by_staff(scene: Scene, address: str = "https://rude.example/x", **more: bool) -> PageReport:
    return report_page(by=as_user(scene.teacher), school=scene.school, address=address, words="It is rude", **more)


def test_a_pupils_report_blocks_that_page_at_once_for_their_school(scene: Scene, told: list[PageReport]) -> None:
    report = a_page_reported(scene, scene.amy)
    assert report.state == PageReport.State.BLOCKED
    rule = SiteRule.objects.get(added_by=report.change)
    assert (rule.address, rule.verdict, rule.school, rule.holder) == ("rude.example/x", "block", scene.school, "school")
    assert report.change is not None
    assert report.change.way == Change.Way.EMERGENCY
    assert told == [report]


def test_staff_may_report_a_whole_site_pupils_a_page_alone(scene: Scene) -> None:
    assert by_staff(scene, whole_site=True).address == "rude.example"
    pupil = somebody(scene.school, kind="pupil")
    report = report_page(by=as_user(pupil), school=scene.school, address="https://bad.example/x", whole_site=True)
    assert report.address == "bad.example/x"


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.uk/x", "bbc.co.uk/bitesize", "https://www.google.com/search?q=x", "maths.oakfield.example/a"],
)
def test_what_lessons_or_the_school_stand_on_waits_for_a_person(scene: Scene, address: str) -> None:
    scene.school.website = "https://www.oakfield.example/"
    scene.school.save()
    report = a_page_reported(scene, scene.amy, address)
    assert (report.state, report.held, report.change) == (PageReport.State.WAITING, HELD.MUST_STAY_OPEN, None)


def test_a_school_names_further_sites_that_a_report_never_blocks(scene: Scene) -> None:
    Decision.objects.create(
        federation=scene.school.federation, school=scene.school, key="page-reports-never-block",
        value="rude.example, other.example", since=MONDAY,
    )  # fmt: skip
    assert a_page_reported(scene, scene.amy).held == HELD.MUST_STAY_OPEN


def test_what_people_have_opened_by_a_rule_waits_for_a_person(scene: Scene) -> None:
    applied(scene.stage)
    assert a_page_reported(scene, scene.amy, "castles.example/dungeon").held == HELD.OPENED_BY_RULE
    assert a_page_reported(scene, scene.amy, "x.example").held == ""


def test_nobody_can_block_much_by_reporting_much(scene: Scene) -> None:
    held = [a_page_reported(scene, scene.amy, f"a{number}.example/x").held for number in range(7)]
    assert held == [""] * 5 + [HELD.TOO_MANY] * 2
    assert a_page_reported(scene, scene.ben, "b.example/x").held == ""
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert by_staff(scene).held == ""


def test_before_there_is_a_policy_every_report_waits(scene: Scene) -> None:
    PolicyVersion.objects.all().delete()
    assert a_page_reported(scene, scene.amy).held == HELD.NO_POLICY


def test_what_is_no_address_is_kept_and_waits(scene: Scene) -> None:
    report = a_page_reported(scene, None, "the page with the man")
    assert (report.held, report.written) == (HELD.UNREADABLE, "the page with the man")
    with pytest.raises(ValidationError):
        by_staff(scene, "the page with the man")


def test_practice_blocks_nothing_and_tells_nobody(scene: Scene, told: list[PageReport]) -> None:
    report = by_staff(scene, practice=True)
    assert (report.state, report.change, told) == (PageReport.State.PRACTICE, None, [])
    assert a_page_reported(scene, scene.amy, practice=["yes"]).state == PageReport.State.PRACTICE
    assert not Change.objects.exists()


def test_keeping_it_makes_the_block_an_ordinary_one_and_whoever_reported_it_is_told(scene: Scene) -> None:
    report = a_page_reported(scene, scene.amy)
    keep_blocked(by=as_user(scene.stage.dsl), report=report, words="It is rude indeed")
    report.refresh_from_db()
    assert (report.state, report.answered_by) == (PageReport.State.KEPT, scene.stage.dsl)
    assert report.change is not None
    report.change.refresh_from_db()
    assert report.change.reviewed_by == scene.stage.dsl
    publish_answers(settings.HOME)
    kept = json.loads((settings.HOME / FILE).read_text())["asks"][report.number]
    assert kept["lines"][0] == "You were right to tell us."
    with pytest.raises(ValidationError):
        keep_blocked(by=as_user(scene.stage.lead), report=report, words="again")


def test_what_waited_can_be_blocked_by_whoever_looks(scene: Scene) -> None:
    report = a_page_reported(scene, scene.amy, "bbc.co.uk/x")
    keep_blocked(by=as_user(scene.stage.dsl), report=report, words="Yes")
    assert SiteRule.objects.get(added_by=report.change).address == "bbc.co.uk/x"


def test_opening_it_again_takes_a_filter_manager(scene: Scene) -> None:
    report = a_page_reported(scene, scene.amy)
    with pytest.raises(ValidationError):
        leave_open(by=as_user(scene.stage.dsl), report=report, words="It is all right")
    report.refresh_from_db()
    assert report.state == PageReport.State.BLOCKED
    confirmed(scene.stage.technician)
    leave_open(by=as_user(scene.stage.technician), report=report, words="It is all right")
    assert report.state == PageReport.State.OPEN
    assert not SiteRule.objects.standing().exists()


def test_raising_it_with_others_keeps_time_and_number(scene: Scene) -> None:
    report = a_page_reported(scene, scene.amy)
    may_be_illegal(by=as_user(scene.stage.dsl), report=report, illegal=True)
    step = raise_report(by=as_user(scene.stage.dsl), report=report, step="iwf", ticket=" IWF-7 ", words="")
    assert (step.at, step.by, step.ticket) == (MONDAY, scene.stage.dsl, "IWF-7")
    read_report(by=as_user(scene.stage.dsl), report=report)
    assert report.opened_at == MONDAY
    with pytest.raises(NotAllowedError):
        raise_report(by=as_user(scene.teacher), report=report, step="iwf")


def test_a_site_is_read_whatever_is_typed() -> None:
    assert read_site("https://A.example/x?y=1#z").address == "a.example/x"
    for text in ("", " ", "\0", "co.uk", "javascript:alert(1)", "a" * 5000, "http://[", "\u202eabc", "//"):
        assert read_site(text).fault
    assert must_stay_open("www.nhs.uk", frozenset())
    assert not must_stay_open("notnhs.uk", frozenset())
    assert own_hosts(["https://www.a.example/x", "office@b.example", "", "c.example"]) == {
        "a.example",
        "b.example",
        "c.example",
    }


def test_a_teacher_of_the_register_is_whoever_reported(scene: Scene) -> None:
    user = somebody(scene.school, Role.TEACHER)
    person = a_teacher(scene.school, "Kit Day", user=user)
    assert report_page(by=as_user(user), school=scene.school, address="x.example").person == person
