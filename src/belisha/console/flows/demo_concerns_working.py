"""Concerns of the sample at every stage of the work: new, in danger, being worked on, overdue, closed. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Clock, Concern, Subject, Task
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.actions.drills import begin_drill, drill_step, end_drill
from belisha.console.concerns.working.actions.school import set_turn
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School, User

__all__ = ["sample_working"]

TOLD: Final = (
    ("bullying", "Three children of the class chat write that nobody may sit beside her.", False),
    ("risky-own-behaviour", "He has an account where one must be 13, and a stranger writes to him there.", False),
    ("abuse-neglect", "She did not want to go home today and would not say why.", True),
    ("wellbeing", "He fell asleep twice today and had no breakfast.", False),
)


def sample_working(federation: Federation) -> None:
    """A few concerns of each school, at different stages, a rota and a drill."""
    for school in federation.schools.order_by("pk"):
        posts = Post.objects.for_school(school).select_related("holder").order_by("pk")
        held = {post.role: post.holder for post in posts}
        if {"dsl", "deputy-dsl", "teacher"} <= held.keys():
            _school(school, held)


def _school(school: School, held: dict[str, User]) -> None:
    pupils = list(Person.objects.for_school(school).filter(kind="pupil", year="year-4").order_by("pk")[: len(TOLD)])
    concerns = [
        report(
            by=By(held["teacher"]),
            school=school,
            category=category,
            words=words,
            subjects=[NewSubject(Subject.Role.HARMED, pupil)],
            told=Told(Concern.Origin.STAFF, child_protection=grave),
        )
        for pupil, (category, words, grave) in zip(pupils, TOLD, strict=False)
    ]
    if len(concerns) < len(TOLD):
        return
    _at_work(By(held["dsl"]), concerns[0], held["teacher"])
    _ended(By(held["deputy-dsl"]), concerns[3])
    late = timezone.now() - timedelta(hours=2)
    Clock.objects.filter(concern=concerns[1]).update(acknowledge_by=late, due_at=late)
    _rota_and_drill(school, By(held["dsl"]), held["deputy-dsl"])


def _at_work(by: By, concern: Concern, teacher: User) -> None:
    actions.acknowledge(by=by, concern=concern)
    step = concern.steps.get(key="bullying/do-not-reply")
    actions.step_done(by=by, concern=concern, step=step, words="I told her at break not to answer, and she agreed.")
    actions.set_level(by=by, concern=concern, level=2, words="It has gone on for two weeks.")
    due = timezone.localdate() + timedelta(days=2)
    text = "At lunch, see that nobody sits alone at the tables by the window."
    actions.add_task(by=by, concern=concern, text=text, owner=teacher, due=due)


def _ended(by: By, concern: Concern) -> None:
    now = timezone.now()
    actions.set_level(by=by, concern=concern, level=1, words="School and family can help.")
    said = "She was glad that we rang."
    actions.tell_parents(by=by, concern=concern, code="told", words=said, at=now, teller="The deputy")
    for kind, code, words in (
        ("child-voice", "heard", "I stay up when the baby cries."),
        ("parents-voice", "heard", "The baby does not sleep. Breakfast club would help."),
        ("support", "given", "Breakfast club until Easter."),
        ("policy", "safeguarding", "Early help by the school."),
    ):
        actions.find(by=by, concern=concern, kind=kind, code=code, words=words)
    for step in concern.steps.filter(done_at=None):
        actions.step_done(by=by, concern=concern, step=step, words="Done on the same day.")
    for task in Task.objects.filter(concern=concern, done_at=None):
        actions.finish_task(by=by, task=task, words="Done.")
    actions.close(by=by, concern=concern, outcome="resolved", words="He comes to breakfast club and is awake in class.")


def _rota_and_drill(school: School, by: By, deputy: User) -> None:
    for weekday in (1, 3):
        set_turn(by=by, school=school, user=deputy, weekday=weekday, first=timezone.localdate())
    drill = begin_drill(by=by, school=school, book="grooming")
    for step in drill.steps.all():
        drill_step(by=by, drill=drill, place=step.place)
    end_drill(by=by, drill=drill, words="The number of CEOP was not at the front desk. It is now.")
