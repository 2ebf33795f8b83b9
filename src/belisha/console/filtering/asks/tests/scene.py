"""The scene of tests about asks: a school with its policy, a class with its teacher and pupils, those who answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Decision
from belisha.console.access.roles import Role
from belisha.console.filtering.asks.actions.asking import Sent, bring_ask
from belisha.console.filtering.asks.actions.reporting import bring_report
from belisha.console.filtering.asks.queries.people import of_school
from belisha.console.filtering.asks.queries.whose import NOBODY, Whose
from belisha.console.filtering.changes.tests.staging import Stage, a_stage
from belisha.console.filtering.models import Ask, Asker, PageReport
from cast import a_class, a_pupil, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group, Person

MONDAY = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)  # half past nine at school, in a lesson
SITE = "https://www.castles.example/keep/"
_numbers = count(100001)


class Scene(NamedTuple):
    """A school, a class of Year 4, its teacher, two pupils, and the stage of changes with both sides."""

    stage: Stage
    group: Group
    teacher: User
    amy: Person
    ben: Person

    @property
    def school(self) -> School:
        return self.stage.school


def a_scene() -> Scene:
    stage = a_stage()
    group = a_class(stage.school)
    teacher = somebody(stage.school, Role.TEACHER)
    a_teacher(stage.school, "Jo Reed", of=group, user=teacher)
    pupils = [a_pupil(stage.school, name, in_class=group) for name in ("Amy Hill", "Ben Kaur")]
    a_calendar(stage)
    return Scene(stage, group, teacher, *pupils)


def a_calendar(stage: Stage) -> None:
    """Lessons from nine to three, in a term from September to Christmas."""
    parts: dict[str, Any] = {
        "terms": [{"name": "Autumn", "first": "2026-09-01", "last": "2026-12-18"}],
        "times": {"lessons": [{"name": "Day", "from": "09:00:00", "to": "15:00:00"}]},
    }
    for part, value in parts.items():
        Decision.objects.create(
            federation=stage.school.federation,
            school=stage.school,
            key=f"calendar.2026.{part}",
            value=value,
            since=timezone.now(),
        )


def sent(said: dict[str, Any] | None = None, *, number: str = "", at: datetime = MONDAY) -> Sent:
    number = number or f"A-{next(_numbers)}"
    return Sent(number, at, "10.20.4.11", {"address": SITE, "reason": "Our topic", "name": "Amy"} | (said or {}))


def seen_as(person: Person | None) -> Whose:
    return Whose(person, Asker.Known.RECORD, "laptop-1", person.school) if person else NOBODY


def a_pupil_asks(scene: Scene, person: Person | None = None, **said: Any) -> Ask:
    whose = seen_as(person or scene.amy)
    found = bring_ask(sent(said), whose, of_school(scene.school), scene.school)
    assert found is not None
    return found


def a_page_reported(
    scene: Scene, person: Person | None = None, address: str = "https://rude.example/x", **said: Any
) -> PageReport:
    whole = {"address": address, "text": "It is rude", **said}
    found = bring_report(sent(whole, number=f"R-{next(_numbers)}"), seen_as(person), scene.school)
    assert found is not None
    return found


def as_user(user: User) -> By:
    return By(user)


def in_a_week() -> datetime:
    return timezone.now() + timedelta(days=7)


SCHOOL_DAY = date(2026, 9, 14)
