"""From a pupil's ask to its answer: who it waits for, what joins, and that the end of a change answers it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.filtering.asks.actions.answering import begin_change, decline, hand_on, set_clocks
from belisha.console.filtering.asks.actions.asking import ask, bring_ask
from belisha.console.filtering.asks.answers import FILE, publish_answers
from belisha.console.filtering.asks.queries.asks import answering, asks_for
from belisha.console.filtering.asks.queries.people import of_class, of_school
from belisha.console.filtering.asks.tests.scene import (
    MONDAY,
    SITE,
    Scene,
    a_pupil_asks,
    a_scene,
    as_user,
    in_a_week,
    seen_as,
    sent,
)
from belisha.console.filtering.changes import actions as changes
from belisha.console.filtering.changes.rules.steps import Step
from belisha.console.filtering.changes.tests.staging import confirmed, fresh, half
from belisha.console.filtering.models import Ask, Asker, SiteRule
from belisha.console.outbox.models import OutboxMail
from cast import a_class, a_pupil, a_teacher, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.filtering.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    with time_machine.travel(MONDAY, tick=False):
        yield a_scene()


def passed(scene: Scene, found: Ask) -> Ask:
    return hand_on(
        by=as_user(scene.teacher), ask=found, address=SITE, words="Castles", audience=of_class(scene.group),
        until=in_a_week(),
    )  # fmt: skip


def begun(scene: Scene, found: Ask) -> Change:
    return begin_change(
        by=as_user(scene.stage.lead), ask=found, address=SITE, audience=of_class(scene.group), until=in_a_week(),
        reason="Castles",
    )  # fmt: skip


def put_in_force(scene: Scene, change: Change) -> Change:
    lead, technician = scene.stage.lead, scene.stage.technician
    change = changes.submit(by=as_user(lead), change=change, title="Castles", reason="Our topic")
    half(change, Step.EDUCATION, lead)
    half(change, Step.TECHNICAL, technician)
    change.refresh_from_db()
    return changes.apply_change(by=as_user(technician), change=change)


def test_a_pupils_ask_waits_for_the_teacher_of_the_class(scene: Scene) -> None:
    found = a_pupil_asks(scene)
    assert (found.state, found.in_class, found.holder_name) == (Ask.State.TEACHER, scene.group, "4 Oak")
    assert found.due_at == MONDAY + timedelta(days=1)
    assert list(asks_for(scene.teacher, scene.school)) == [found]
    (mail,) = OutboxMail.objects.all()
    assert mail.to == scene.teacher.email
    assert "Amy" not in mail.subject + mail.body
    assert "castles" not in mail.body


def test_the_same_line_is_brought_in_once(scene: Scene) -> None:
    line = sent()
    first = bring_ask(line, seen_as(scene.amy), of_school(scene.school), scene.school)
    assert bring_ask(line, seen_as(scene.amy), of_school(scene.school), scene.school) is None
    assert first is not None
    assert first.askers.count() == 1


def test_those_who_ask_for_the_same_site_in_one_class_join(scene: Scene) -> None:
    first = a_pupil_asks(scene)
    second = a_pupil_asks(scene, scene.ben, address="castles.example/towers?x=1")
    assert first == second
    assert [str(asker) for asker in first.askers.all()] == ["Amy Hill", "Ben Kaur"]
    assert OutboxMail.objects.count() == 1
    other = a_pupil(scene.school, "Cal Moss", in_class=a_class(scene.school, "5 Elm", "year-5"))
    assert a_pupil_asks(scene, other) != first


def test_what_a_form_claims_is_kept_as_a_claim_and_decides_nothing(scene: Scene) -> None:
    said = {"name": "The head", "class": "Staff", "the_page_said": {"profile": "staff"}}
    found = bring_ask(sent(said), seen_as(None), of_school(scene.school), scene.school)
    assert found is not None
    asker = found.askers.get()
    assert (asker.person, asker.known, found.state) == (None, Asker.Known.NOT, Ask.State.MANAGERS)
    assert asker.said["the_page_said"] == {"profile": "staff"}


def test_a_class_without_a_teacher_is_answered_by_filter_managers(scene: Scene) -> None:
    pupil = a_pupil(scene.school, "Cal Moss", in_class=a_class(scene.school, "5 Elm", "year-5"))
    assert a_pupil_asks(scene, pupil).state == Ask.State.MANAGERS


def test_what_is_no_address_is_kept_as_it_was_written(scene: Scene) -> None:
    found = a_pupil_asks(scene, address="the one with the castles")
    assert (found.readable, found.address) == (False, "the one with the castles")
    assert a_pupil_asks(scene, scene.ben, address="that page") != found


def test_a_teacher_says_no_kindly_and_the_gateway_tells_the_child_without_any_names(scene: Scene) -> None:
    found = a_pupil_asks(scene)
    decline(by=as_user(scene.teacher), ask=found, code="together", words="Ben and Amy: we do it on Friday")
    found.refresh_from_db()
    assert (found.state, found.answered_by, found.minutes) == (Ask.State.DECLINED, scene.teacher, 0)
    publish_answers(settings.HOME)
    text = (settings.HOME / FILE).read_text()
    answer = json.loads(text)["asks"][found.askers.get().number]
    assert answer["lines"] == ["Not this time.", "Your teacher will look at it with you in class."]
    assert "Amy" not in text
    assert "castles" not in text
    assert publish_answers(settings.HOME) is False


@pytest.mark.parametrize(("code", "words"), [("rude", "x"), ("talk", "  ")])
def test_no_needs_a_sentence_and_a_reason(scene: Scene, code: str, words: str) -> None:
    with pytest.raises(ValidationError):
        decline(by=as_user(scene.teacher), ask=a_pupil_asks(scene), code=code, words=words)


def test_a_teacher_passes_it_on_with_a_reason_and_then_it_is_with_the_managers(scene: Scene) -> None:
    found = passed(scene, a_pupil_asks(scene))
    assert (found.state, found.passed_by, found.pass_words) == (Ask.State.MANAGERS, scene.teacher, "Castles")
    assert found.due_at == MONDAY + timedelta(days=1), "whoever passes it on starts no new clock"
    assert OutboxMail.objects.filter(to=scene.stage.lead.email).count() == 1
    with pytest.raises(NotAllowedError):
        decline(by=as_user(fresh(scene.teacher)), ask=found, code="talk", words="x")
    assert [link.event for link in Link.objects.order_by("pk")][-2:] == ["filter-asks.brought", "filter-asks.handed-on"]


def test_another_classes_teacher_neither_sees_nor_answers_it(scene: Scene) -> None:
    found, other = a_pupil_asks(scene), somebody(scene.school, Role.TEACHER)
    a_teacher(scene.school, of=a_class(scene.school, "5 Elm", "year-5"), user=other)
    assert list(asks_for(other, scene.school)) == []
    with pytest.raises(NotAllowedError):
        decline(by=as_user(other), ask=found, code="talk", words="x")


def test_staff_ask_and_join_what_their_pupils_asked_for(scene: Scene) -> None:
    found = a_pupil_asks(scene)
    same = ask(
        by=as_user(scene.teacher), school=scene.school, address=SITE, reason="Castles", audience=of_class(scene.group)
    )
    assert same == found
    assert (same.state, same.passed_by) == (Ask.State.MANAGERS, scene.teacher)
    assert same.askers.count() == 2


def test_asking_with_nothing_or_nonsense_says_what_is_wrong(scene: Scene) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(
            by=as_user(scene.teacher),
            school=scene.school,
            address="co.uk",
            reason=" ",
            audience=of_school(scene.school),
        )
    assert set(refused.value.message_dict) == {"address", "reason"}


def test_passing_on_joins_what_the_managers_have_for_the_same_people(scene: Scene) -> None:
    waiting = ask(
        by=as_user(scene.stage.lead),
        school=scene.school,
        address=SITE,
        reason="Science",
        audience=of_school(scene.school),
    )
    found = a_pupil_asks(scene)
    joined = hand_on(
        by=as_user(scene.teacher),
        ask=found,
        address=SITE,
        words="Castles",
        audience=of_school(scene.school),
        until=None,
    )
    assert joined == waiting
    assert joined.askers.count() == 2
    assert not Ask.objects.filter(pk=found.pk).exists()


def test_a_change_that_is_applied_opens_the_page_and_answers(scene: Scene) -> None:
    found = passed(scene, a_pupil_asks(scene))
    change = begun(scene, found)
    found.refresh_from_db()
    assert (found.state, found.change) == (Ask.State.CHANGE, change)
    put_in_force(scene, change)
    found.refresh_from_db()
    assert (found.state, found.answered_by) == (Ask.State.OPENED, scene.stage.technician)
    rule = SiteRule.objects.get(code=f"ask-{found.pk}")
    assert (rule.address, rule.holder, rule.holder_id, rule.owner_name) == (
        "www.castles.example/keep/", "class", "4-oak", scene.teacher.name,
    )  # fmt: skip
    confirmed(scene.stage.technician)
    changes.undo(by=as_user(fresh(scene.stage.technician)), change=change, reason="It was rude")
    found.refresh_from_db()
    assert found.state == Ask.State.SHUT


def test_a_change_that_is_withdrawn_answers_no(scene: Scene) -> None:
    found = passed(scene, a_pupil_asks(scene))
    change = begun(scene, found)
    changes.withdraw(by=as_user(scene.stage.lead), change=change, reason="No")
    found.refresh_from_db()
    assert found.state == Ask.State.DECLINED


def test_a_change_that_leaves_the_page_out_leaves_the_ask_to_be_answered(scene: Scene) -> None:
    found = passed(scene, a_pupil_asks(scene))
    change = begun(scene, found)
    changes.put(by=as_user(scene.stage.lead), place=scene.school, edits=[scene.stage.rule()], change=change)
    changes.drop(by=as_user(scene.stage.lead), change=change, index=0)
    put_in_force(scene, change)
    found.refresh_from_db()
    assert (found.state, found.change) == (Ask.State.MANAGERS, None)


def test_what_was_answered_meanwhile_is_not_answered_twice(scene: Scene) -> None:
    found = a_pupil_asks(scene)
    decline(by=as_user(scene.stage.lead), ask=found, code="talk", words="x")
    with pytest.raises(ValidationError):
        decline(by=as_user(scene.stage.lead), ask=found, code="talk", words="y")


def test_it_turns_red_after_one_school_day_and_a_new_calendar_moves_that(scene: Scene) -> None:
    found = a_pupil_asks(scene)
    before, after = MONDAY + timedelta(days=1, minutes=-1), MONDAY + timedelta(days=1)
    assert answering(scene.school, MONDAY, before).late == 0
    assert answering(scene.school, MONDAY, after).late == 1
    Ask.objects.update(due_at=MONDAY)
    assert set_clocks(School.objects.all()) == 1
    assert set_clocks(School.objects.all()) == 0
    found.refresh_from_db()
    assert found.due_at == after


def test_the_middle_of_all_answers_is_told_in_minutes_of_lessons(scene: Scene) -> None:
    for minutes, address in ((10, "one.example"), (30, "two.example"), (90, "three.example")):
        found = a_pupil_asks(scene, address=address)
        with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
            decline(by=as_user(scene.teacher), ask=found, code="talk", words="x")
    assert answering(scene.school, MONDAY, MONDAY).minutes == 30
