"""A concern is taken up, worked on, closed and opened again."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.audit.queries import verify
from belisha.console.concerns.actions.reporting import NewSubject, add_subject
from belisha.console.concerns.models import Clock, Concern, Finding, Subject, Task
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.hooks import _ASKED, blocks_closing
from belisha.console.concerns.working.queries.people import owners
from belisha.console.concerns.working.queries.tasks import own_tasks
from belisha.console.concerns.working.queries.work import blocks_closing as blocked
from belisha.console.concerns.working.rules.closing import Missing, outcomes_of
from belisha.console.concerns.working.tests.scene import DAY, MONDAY, SATURDAY, Scene, finish
from cast import a_parent, a_school, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_new_concern_has_a_clock_and_the_steps_of_its_playbook(scene: Scene) -> None:
    with time_machine.travel(MONDAY, tick=False):
        concern = scene.told("bullying")
    clock = concern.clock
    assert (clock.due_for, clock.due_at) == (Clock.What.ACKNOWLEDGE, MONDAY.replace(hour=12))
    assert "bullying/do-not-reply" in set(concern.steps.values_list("key", flat=True))


def test_the_clock_of_what_comes_in_at_the_weekend_starts_on_monday(scene: Scene) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        clock = scene.told().clock
    assert clock.out_of_hours
    assert clock.acknowledge_by == MONDAY.replace(hour=10)


def test_danger_goes_by_the_clock_of_day_and_night(scene: Scene) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        concern = scene.told(danger_now=True)
    assert concern.clock.acknowledge_by == SATURDAY.replace(minute=15)


def test_whoever_acknowledges_it_takes_it(scene: Scene) -> None:
    concern = scene.told()
    actions.acknowledge(by=scene.dsl, concern=concern)
    actions.acknowledge(by=scene.by(Role.DEPUTY_DSL), concern=concern)
    concern.refresh_from_db()
    assert (concern.state, concern.assigned_to, concern.acknowledged_by) == ("open", scene.dsl.user, scene.dsl.user)
    assert concern.clock.rung_at is None
    assert concern.acted_at is None


def test_a_stranger_a_teacher_and_who_is_in_it_do_nothing_with_it(scene: Scene) -> None:
    concern = scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[Role.DSL].person))
    stranger = By(somebody(a_school("ashby"), Role.DSL))
    for by in (stranger, scene.by(Role.TEACHER), scene.dsl):
        for act in (
            lambda by=by: actions.acknowledge(by=by, concern=concern),
            lambda by=by: actions.assign(by=by, concern=concern, to=scene.people[Role.HEAD]),
            lambda by=by: actions.set_level(by=by, concern=concern, level=1, words="x"),
            lambda by=by: actions.close(by=by, concern=concern, outcome="resolved", words="x"),
            lambda by=by: actions.mark(by=by, concern=concern, mark="unsure"),
            lambda by=by: actions.add_task(
                by=by, concern=concern, text="x", owner=scene.people[Role.TEACHER], due=timezone.localdate()
            ),
        ):
            with pytest.raises(NotAllowedError):
                act()


def test_it_is_given_to_those_alone_who_may_work_on_it(scene: Scene) -> None:
    concern = scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[Role.DEPUTY_DSL].person))
    for role in (Role.TEACHER, Role.DEPUTY_DSL, Role.CHAIR):
        with pytest.raises(ValidationError):
            actions.assign(by=scene.dsl, concern=concern, to=scene.people[role])
    actions.assign(by=scene.dsl, concern=concern, to=scene.people[Role.HEAD])
    concern.refresh_from_db()
    assert concern.assigned_to == scene.people[Role.HEAD]


def test_a_new_route_wants_to_be_acknowledged_anew(scene: Scene) -> None:
    concern = scene.told()
    actions.acknowledge(by=scene.dsl, concern=concern)
    alleged = NewSubject(Subject.Role.ALLEGED, scene.people[Role.TEACHER].person)
    concern.refresh_from_db()
    add_subject(by=scene.dsl, concern=concern, subject=alleged)
    concern.refresh_from_db()
    assert (concern.route, concern.state, concern.acknowledged_by) == ("head", "new", None)
    assert concern.steps.filter(key="allegation/protect").exists()


def test_a_step_wants_words_and_some_cannot_be_decided_against(scene: Scene) -> None:
    concern = scene.told("bullying")
    step = concern.steps.get(key="bullying/do-not-reply")
    with pytest.raises(ValidationError):
        actions.step_done(by=scene.dsl, concern=concern, step=step, words=" ")
    with pytest.raises(ValidationError):
        actions.step_done(by=scene.dsl, concern=concern, step=step, words="No", answer="not")
    actions.step_done(by=scene.dsl, concern=concern, step=step, words="I told her at nine.")
    step.refresh_from_db()
    concern.refresh_from_db()
    assert step.entry is not None
    assert step.entry.text == "I told her at nine."
    assert concern.acted_at is not None
    with pytest.raises(ValidationError):
        actions.step_done(by=scene.dsl, concern=concern, step=step, words="Again")


def test_the_owner_of_a_task_sees_its_text_and_finishes_it(scene: Scene) -> None:
    concern, teacher = scene.told(), scene.people[Role.TEACHER]
    due = timezone.localdate() + DAY
    task = actions.add_task(by=scene.dsl, concern=concern, text="Sit beside them at lunch", owner=teacher, due=due)
    assert [each.text for each in own_tasks(teacher)] == ["Sit beside them at lunch"]
    actions.finish_task(by=By(teacher), task=task, words="Sat there all week.")
    task.refresh_from_db()
    assert task.done_entry is not None
    assert task.done_entry.text == "Sat there all week."


def test_nobody_gets_a_task_of_a_concern_about_them_or_keeps_it(scene: Scene) -> None:
    concern, teacher = scene.told(), scene.people[Role.TEACHER]
    due = timezone.localdate() + DAY
    task = actions.add_task(by=scene.dsl, concern=concern, text="Watch the gate", owner=teacher, due=due)
    add_subject(by=scene.dsl, concern=concern, subject=NewSubject(Subject.Role.INVOLVED, teacher.person))
    assert not own_tasks(teacher).exists()
    with pytest.raises(NotAllowedError):
        actions.finish_task(by=By(teacher), task=task, words="Done")
    with pytest.raises(ValidationError):
        actions.add_task(by=scene.dsl, concern=concern, text="More", owner=teacher, due=due)


def test_what_is_agreed_with_a_family_is_theirs_to_tick(scene: Scene) -> None:
    parent = a_parent(scene.school, of=scene.pupil).user
    parent.opened_at = timezone.now()
    parent.save()
    concern, due = scene.told(), timezone.localdate() + DAY
    with pytest.raises(ValidationError):
        actions.add_task(by=scene.dsl, concern=concern, text="No phone in bed", owner=parent, due=due)
    actions.add_task(
        by=scene.dsl, concern=concern, text="No phone in bed", owner=parent, due=due, source=Task.Source.AGREED
    )
    task = own_tasks(parent).get()
    actions.finish_task(by=By(parent), task=task, words="We do so.")
    assert not own_tasks(parent).filter(done_at=None).exists()


def test_a_level_demands_its_steps_and_a_review(scene: Scene) -> None:
    concern = scene.told()
    actions.set_level(by=scene.dsl, concern=concern, level=4, words="Harm is likely.")
    concern.refresh_from_db()
    assert concern.level == 4
    assert concern.review_on == timezone.localdate() + 7 * DAY
    assert concern.steps.filter(key="level-4/social-care").exists()
    with pytest.raises(ValidationError):
        actions.set_level(by=scene.dsl, concern=concern, level=5, words="No such level.")


def test_nothing_is_closed_while_something_is_missing(scene: Scene) -> None:
    concern = scene.told("bullying")
    actions.acknowledge(by=scene.dsl, concern=concern)
    with pytest.raises(ValidationError) as refused:
        actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    said = " ".join(refused.value.messages)
    for part in ("parents", "level", "child says", "support", "policy", "Step not answered"):
        assert part in said
    finish(scene, concern)
    assert blocked(concern) == []
    actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    concern.refresh_from_db()
    assert concern.state == "closed"
    assert concern.clock.due_at is None
    with pytest.raises(ValidationError):
        actions.set_level(by=scene.dsl, concern=concern, level=1, words="x")


def test_other_parts_may_keep_it_open(scene: Scene) -> None:
    concern = scene.told()
    finish(scene, concern)
    ask = blocks_closing(lambda _concern: [Missing("A referral has no reference.")])
    try:
        with pytest.raises(ValidationError, match="no reference"):
            actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    finally:
        _ASKED.remove(ask)


def test_a_debrief_above_the_level_turns_lessons_into_tasks_that_outlive_it(scene: Scene) -> None:
    concern = scene.told()
    finish(scene, concern, level=3)
    assert any("debrief" in each.text for each in blocked(concern))
    due = timezone.localdate() + DAY
    with pytest.raises(ValidationError):
        actions.debrief(by=scene.dsl, concern=concern, words="We were slow.", lessons=[])
    lesson = ("Teach it in Year 4", scene.people[Role.TEACHER], due)
    actions.debrief(by=scene.dsl, concern=concern, words="We were slow.", lessons=[lesson])
    actions.close(by=scene.dsl, concern=concern, outcome="help-goes-on", words="Early help.")
    assert own_tasks(scene.people[Role.TEACHER]).get().source == Task.Source.LESSON


def test_opening_again_wants_a_reason_and_sets_the_clock(scene: Scene) -> None:
    concern = scene.told()
    finish(scene, concern)
    with pytest.raises(ValidationError):
        actions.reopen(by=scene.dsl, concern=concern, reason="Not closed yet")
    actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    with pytest.raises(ValidationError):
        actions.reopen(by=scene.dsl, concern=concern, reason=" ")
    actions.reopen(by=scene.dsl, concern=concern, reason="It began again.")
    concern.refresh_from_db()
    assert (concern.state, concern.closed_at) == ("open", None)
    assert concern.clock.due_for == Clock.What.ACT
    assert concern.findings.filter(kind=Finding.Kind.REOPENED).exists()


def test_steps_with_somebody_go_by_their_age_and_role(scene: Scene) -> None:
    concern = scene.told("bullying", NewSubject(Subject.Role.ALLEGED, scene.pupil))
    subject = concern.subjects.get()
    with pytest.raises(ValidationError):
        actions.find(by=scene.dsl, concern=concern, kind="sanction", code="disciplinary", words="x", subject=subject)
    actions.find(by=scene.dsl, concern=concern, kind="sanction", code="internal", words="A day.", subject=subject)
    assert concern.findings.get(kind="sanction").subject == subject


def test_all_of_it_goes_on_the_record_of_concerns_alone(scene: Scene) -> None:
    concern = scene.told("bullying")
    finish(scene, concern)
    actions.close(by=scene.dsl, concern=concern, outcome="resolved", words="Over.")
    assert verify(concern.chain).fault is None
    assert not Link.objects.filter(chain=scene.school.chain, event__startswith="concerns.").exists()
    assert Link.objects.filter(chain=concern.chain, event="concerns.closed").exists()


def test_what_is_missing_is_one_sentence_each(scene: Scene) -> None:
    concern = scene.told()
    assert len(blocked(concern)) == len(set(blocked(concern)))
    assert Concern.objects.get(pk=concern.pk).state == "new"


def test_what_is_about_an_adult_ends_in_the_terms_of_an_allegation(scene: Scene) -> None:
    ends = (
        (scene.by(Role.HEAD), scene.about(Role.TEACHER, "adult-conduct"), "unfounded"),
        (scene.dsl, scene.told(), "malicious"),
    )
    for by, concern, other in ends:
        assert other not in outcomes_of(concern.route)
        with pytest.raises(ValidationError, match="Choose one"):
            actions.close(by=by, concern=concern, outcome=other, words="It was nothing.")
    assert {"substantiated", "unsubstantiated", "no-basis", "false", "malicious"} <= set(outcomes_of("chair"))


def test_whom_it_is_about_is_not_offered_for_tasks(scene: Scene) -> None:
    concern = scene.about(Role.TEACHER, "adult-conduct")
    assert scene.people[Role.TEACHER] not in owners(concern)
    assert scene.people[Role.SLT] in owners(concern)
