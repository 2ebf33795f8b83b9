"""Who has not signed is restricted at the gateway, never during a lesson, and unlocked by the signature."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from agreements_scene import all_right, issued
from belisha.console.access.acting import By
from belisha.console.access.models import GateWaiver
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.agreements.models import Restriction
from belisha.console.agreements.signing.actions.signatures import decline, sign, withdraw
from belisha.console.agreements.texts.declared import GRACE_DAYS, PARENTS_FIRST, UNSIGNED
from belisha.console.filtering.changes.tests.staging import Stage, a_stage, applied
from belisha.console.flows.publishing import publish
from belisha.console.flows.signing_opens import settle_everybody, settle_lately
from belisha.engine.decide import Blocked, Request, Verdict, decide
from belisha.engine.lists import Entry
from belisha.engine.published import lists_folder, open_in_force, publish_lists
from belisha.engine.snapshot import NamedList, build
from cast import a_class, a_parent, a_person, a_pupil, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.console.people.models import Person

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/London")
ASKED = datetime(2026, 11, 2, 8, tzinfo=ZONE)  # a Monday
LATE = ASKED + timedelta(days=15)  # a Tuesday
IN_LESSON, AFTER = LATE.replace(hour=10), LATE.replace(hour=16)


@pytest.fixture
def stage(tmp_path: Path, settings: Any) -> Stage:
    settings.HOME = tmp_path
    with time_machine.travel(ASKED, tick=False):
        stage = a_stage()
        issued(stage.school, "pupil-ks2")
        publish_lists(tmp_path, build([], lists_folder(tmp_path)).digest)
    return stage


@pytest.fixture
def ben(stage: Stage) -> Person:
    pupil = a_pupil(stage.school, "Ben Carter", in_class=a_class(stage.school))
    pupil.user.username = "ben"
    pupil.user.save()
    return pupil


def at(home: Path, now: datetime, *, all_of_them: bool = True) -> str:
    """What the clock does at a moment."""
    with time_machine.travel(now, tick=False):
        told = settle_everybody(now) if all_of_them else settle_lately(now)
        publish(home, timezone.localdate(now))
        return told


def verdict(home: Path, address: str) -> Verdict:
    now = open_in_force(home)
    return decide(Request(address, "ben"), now.rulebook, now.index, LATE)


def is_blocked(home: Path, address: str = "https://castles.example/") -> bool:
    return isinstance(verdict(home, address), Blocked)


def sign_at(home: Path, address: str = "https://castles.example/") -> str:
    """Where the blocked page sends somebody to sign, if it does."""
    answer = verdict(home, address)
    assert isinstance(answer, Blocked)
    return answer.sign_at


def test_it_closes_after_the_days_of_grace_never_in_a_lesson_and_opens_by_the_signature(
    tmp_path: Path, stage: Stage, ben: Person
) -> None:
    assert at(tmp_path, ASKED + timedelta(days=1)) == ""
    assert not is_blocked(tmp_path)
    assert at(tmp_path, IN_LESSON) == ""
    assert not is_blocked(tmp_path)
    assert at(tmp_path, AFTER) == "Restricted 1 person"
    assert sign_at(tmp_path).endswith("/me/agreements/")
    assert not is_blocked(tmp_path, "https://www.childline.org.uk/"), "help stays open, whatever was not signed"
    assert publish(tmp_path, AFTER.date()) == "", "what lies over the policy is not put in force each minute anew"
    agreement = issued(stage.school, "pupil-ks2")
    with time_machine.travel(AFTER, tick=False):
        sign(by=By(ben.user), person=ben, agreement=agreement, form="plain", way="own", answers=all_right(agreement))
    assert at(tmp_path, IN_LESSON + timedelta(days=1), all_of_them=False) == "Released 1 person"
    assert not is_blocked(tmp_path)


def test_what_is_opened_for_others_by_rule_stays_shut_for_who_has_not_signed(
    tmp_path: Path, stage: Stage, ben: Person
) -> None:
    del ben
    with time_machine.travel(ASKED, tick=False):
        applied(stage, stage.rule("yes", verdict="allow"))
    at(tmp_path, AFTER)
    assert sign_at(tmp_path)


def test_what_would_be_shut_all_the_same_has_its_usual_page(tmp_path: Path, stage: Stage, ben: Person) -> None:
    del ben
    shut = NamedList("test/shut", "1", ("pornography",), locked=False, entries=[Entry("naughty.example", "")])
    publish_lists(tmp_path, build([shut], lists_folder(tmp_path)).digest)
    with time_machine.travel(ASKED, tick=False):
        applied(stage, stage.rule("no", verdict="block", address="shut.example"))
    at(tmp_path, AFTER)
    assert sign_at(tmp_path)
    assert sign_at(tmp_path, "https://naughty.example/") == ""
    assert sign_at(tmp_path, "https://shut.example/") == ""


def test_a_school_that_only_warns_restricts_nobody_but_those_who_said_no(
    tmp_path: Path, stage: Stage, ben: Person
) -> None:
    head = By(somebody(stage.school, Role.HEAD))
    change_setting(head, at=stage.school, key=UNSIGNED.key, value="warn")
    assert at(tmp_path, AFTER) == ""
    agreement = issued(stage.school, "pupil-ks2")
    with time_machine.travel(AFTER, tick=False):
        decline(by=By(ben.user), person=ben, agreement=agreement, reason="I do not want to")
    assert at(tmp_path, AFTER, all_of_them=False) == "Restricted 1 person"
    assert is_blocked(tmp_path)


def test_withdrawing_closes_within_the_minute_outside_lessons(tmp_path: Path, stage: Stage, ben: Person) -> None:
    agreement = issued(stage.school, "pupil-ks2")
    with time_machine.travel(ASKED, tick=False):
        mine = sign(
            by=By(ben.user), person=ben, agreement=agreement, form="plain", way="own", answers=all_right(agreement)
        )
        withdraw(by=By(ben.user), signature=mine, reason="I changed my mind")
    assert at(tmp_path, ASKED.replace(hour=10), all_of_them=False) == ""
    assert at(tmp_path, ASKED.replace(hour=16), all_of_them=False) == "Restricted 1 person"


def test_kinds_of_people_whom_the_head_lets_in_without_are_not_restricted(
    tmp_path: Path, stage: Stage, ben: Person
) -> None:
    del ben
    GateWaiver.objects.create(school=stage.school, gate="agreement", kind="pupil", reason="Paper", since=ASKED)
    assert at(tmp_path, AFTER) == ""
    assert not Restriction.objects.exists()


def test_a_school_can_make_children_wait_for_a_parent(tmp_path: Path, stage: Stage, ben: Person) -> None:
    head = By(somebody(stage.school, Role.HEAD))
    change_setting(head, at=stage.school, key=PARENTS_FIRST.key, value="yes")
    change_setting(head, at=stage.school, key=GRACE_DAYS.key, value=0)
    with time_machine.travel(ASKED, tick=False):
        parents, own = issued(stage.school, "parent"), issued(stage.school, "pupil-ks2")
        sign(by=By(ben.user), person=ben, agreement=own, form="plain", way="own", answers=all_right(own))
        mother, father = a_parent(stage.school, of=ben), a_parent(stage.school, of=ben, kind="father")
    assert at(tmp_path, AFTER) == "Restricted 1 person"
    with time_machine.travel(AFTER, tick=False):
        sign(by=By(father.user), person=father, agreement=parents, form="plain", way="own", child=ben)
    assert at(tmp_path, AFTER, all_of_them=False) == "Released 1 person"
    assert mother.pk


def test_a_visitor_who_withdraws_loses_the_guest_code_at_once(stage: Stage) -> None:
    visitor = a_person(stage.school, "visitor")
    mine = sign(by=By(visitor.user), person=visitor, agreement=issued(stage.school, "visitor"), form="plain", way="own")
    visitor.user.username, visitor.user.opened_at = "guest-12345", timezone.now()
    visitor.user.save()
    assert visitor.user.is_active
    withdraw(by=By(visitor.user), signature=mine, reason="I will not need it")
    visitor.user.refresh_from_db()
    assert not visitor.user.is_active
