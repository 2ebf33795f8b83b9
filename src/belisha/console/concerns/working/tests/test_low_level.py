"""A low-level concern about an adult is spared the steps of an allegation, and kept apart from allegations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, add_subject, change_subject
from belisha.console.concerns.keeping.queries import clocks_of
from belisha.console.concerns.models import Concern, Step, Subject
from belisha.console.concerns.record.actions.joining import merge
from belisha.console.concerns.record.actions.parting import part
from belisha.console.concerns.referrals.actions.answering import answer
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.queries.low_level import low_level_of
from belisha.console.concerns.working.queries.work import blocks_closing, groups_of
from belisha.console.concerns.working.rules.low_level import Said, noted_of_each
from belisha.console.concerns.working.rules.playbooks import above_low_level
from belisha.console.concerns.working.tests.scene import Scene, finish
from console.visitors import sign_in

if TYPE_CHECKING:
    from belisha.console.access.acting import By

pytestmark = pytest.mark.django_db
SPARED = {"allegation/protect", "allegation/confidential", "allegation/support"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def note(scene: Scene, concern: Concern, code: str = "low-level", by: By | None = None) -> None:
    """The same step with every adult alleged."""
    for subject in concern.subjects.filter(role=Subject.Role.ALLEGED, ended_at=None):
        words = "He was late for duty; we talked."
        actions.find(
            by=by or scene.by(Role.HEAD), concern=concern, kind="sanction", code=code, words=words, subject=subject
        )
    concern.refresh_from_db()


def asked(concern: Concern) -> set[str]:
    return set(concern.steps.filter(done_at=None).values_list("key", flat=True)) & SPARED


def test_noting_it_answers_the_steps_of_an_allegation_and_shows_why(scene: Scene) -> None:
    concern = scene.about(Role.TEACHER, "adult-conduct")
    by_hand = concern.steps.get(key="allegation/support")
    actions.step_done(by=scene.by(Role.HEAD), concern=concern, step=by_hand, words="The deputy rings him.")
    note(scene, concern)
    assert concern.low_level
    assert asked(concern) == set()
    spared = concern.steps.filter(answer=Step.Answer.LOW_LEVEL)
    assert {step.key for step in spared} == SPARED - {"allegation/support"}
    assert {step.entry.text for step in spared} == {"He was late for duty; we talked."}
    assert concern.steps.get(key="adult-conduct/weigh").done_at is None, "what is asked of both is asked"
    assert clocks_of([concern], scene.school)[concern.pk].record_class.id == "low-level"
    page = sign_in(Client(), scene.people[Role.HEAD]).get(reverse("concern", args=["oakfield", concern.reference]))
    assert "Not asked: a low-level concern" in page.content.decode()


def test_correcting_it_answering_yes_or_naming_somebody_else_asks_them_again(scene: Scene) -> None:
    concern, head = scene.about(Role.TEACHER, "adult-conduct"), scene.by(Role.HEAD)
    note(scene, concern)
    note(scene, concern, "disciplinary")
    assert (concern.low_level, asked(concern)) == (False, SPARED)
    assert clocks_of([concern], scene.school)[concern.pk].record_class.id == "staff-allegation"
    note(scene, concern)
    answer(by=head, concern=concern, procedure="allegation", applies=True, reason="More came out")
    concern.refresh_from_db()
    assert (concern.low_level, asked(concern)) == (False, SPARED)
    note(scene, concern)
    assert concern.low_level, "the head weighed it anew"
    other = add_subject(by=head, concern=concern, subject=NewSubject("alleged", scene.people[Role.SLT].person))
    concern.refresh_from_db()
    assert (concern.low_level, asked(concern)) == (False, SPARED), "nothing is noted of the second"
    change_subject(by=head, subject=other, role="witness", restricted=False, reason="Only saw it")
    concern.refresh_from_db()
    assert (concern.low_level, asked(concern)) == (True, set())


def test_opening_it_again_asks_them_again_and_its_clock_goes(scene: Scene) -> None:
    concern, head = scene.about(Role.TEACHER, "adult-conduct"), scene.by(Role.HEAD)
    for procedure in ("allegation", "staff-crime"):
        answer(by=head, concern=concern, procedure=procedure, applies=False, reason="Below it")
    finish(scene, concern, by=head)
    with pytest.raises(ValidationError, match="Note it first"):
        actions.close(by=head, concern=concern, outcome="low-level", words="Over.")
    note(scene, concern)
    assert blocks_closing(concern) == []
    actions.close(by=head, concern=concern, outcome="low-level", words="Over.")
    Step.objects.filter(concern=concern, key="allegation/protect").update(answer="low")  # as if never answered
    concern.refresh_from_db()
    actions.reopen(by=head, concern=concern, reason="A second child says so.")
    concern.refresh_from_db()
    assert not concern.low_level
    step = concern.steps.get(key="allegation/protect")
    assert (step.answer, step.entry, step.due_at > timezone.now() - timedelta(days=1)) == ("", None, True)
    assert any("Step not answered" in each.text for each in blocks_closing(concern))


def test_what_is_put_into_it_is_weighed_anew_and_taken_out_it_is_what_it_was(scene: Scene) -> None:
    first, second = scene.about(Role.TEACHER, "adult-conduct"), scene.about(Role.TEACHER, "adult-conduct")
    note(scene, first)
    merge(by=scene.by(Role.HEAD), concern=second, into=first, reason="The same")
    first.refresh_from_db()
    assert (first.low_level, asked(first)) == (False, SPARED)
    part(by=scene.by(Role.HEAD), merge=first.merges.get(), reason="No")
    first.refresh_from_db()
    assert (first.low_level, asked(first)) == (True, set())


def test_an_adult_by_name_alone_has_the_ladder_of_adults(scene: Scene) -> None:
    named = scene.told("adult-conduct", NewSubject("alleged", None, "Supply Teacher")).subjects.get()
    assert groups_of(named) == "staff"
    assert groups_of(scene.told("bullying", NewSubject("alleged", None, "Some Child")).subjects.get()) == "juniors"


def test_of_several_adults_each_is_noted_after_the_last_that_has_it_weighed_anew() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 2, hour, tzinfo=UTC)

    one, two = Said(at(9), 1, "low-level", 11), Said(at(10), 2, "low-level", 12)
    assert noted_of_each({1, 2}, [two, one]) == 12
    assert noted_of_each({1, 2}, [one]) is None
    assert noted_of_each({1, 2}, [one, two, Said(at(11), 1, "disciplinary", 13)]) is None
    assert noted_of_each({1, 2}, [one, Said(at(9)), two]) == 12
    assert noted_of_each({1, 2}, [one, two, Said(at(12))]) is None
    assert noted_of_each({1}, [one, two, Said(at(12)), Said(at(13), 1, "low-level", 14)]) == 14
    assert set(above_low_level()) == SPARED


def test_the_record_is_open_to_whoever_answers_for_adults_and_to_nobody_in_it(scene: Scene) -> None:
    twice = [scene.about(Role.TEACHER, "adult-conduct") for _each in range(2)]
    once, head = scene.about(Role.SLT, "adult-conduct"), scene.about(Role.HEAD, "head-conduct")
    for concern in (*twice, once):
        note(scene, concern)
    note(scene, head, by=scene.by(Role.CHAIR))
    shown = {
        role: [len(one.concerns) for one in low_level_of(scene.by(role), scene.school)]
        for role in (Role.HEAD, Role.CHAIR, Role.DSL, Role.TEACHER, Role.SLT)
    }
    assert shown == {Role.HEAD: [2, 1], Role.CHAIR: [1], Role.DSL: [], Role.TEACHER: [], Role.SLT: []}
    page = reverse("concerns-low-level", args=["oakfield"])
    text = sign_in(Client(), scene.people[Role.HEAD]).get(page).content.decode()
    assert "2 times" in text
    assert head.reference not in text
    assert sign_in(Client(), scene.people[Role.DSL]).get(page).status_code == 404
    assert sign_in(Client(), scene.people[Role.TEACHER]).get(page).status_code == 403
