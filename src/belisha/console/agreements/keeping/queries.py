"""Whose signatures and answers have been kept long enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Q

from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.keeping.declared import LONGER
from belisha.console.agreements.keeping.rules import CONSENT, class_of_signer, ends_on, shortest
from belisha.console.agreements.models import (
    ConsentAnswer,
    Decline,
    Reminder,
    Restriction,
    Shown,
    Signature,
    SigningLink,
)
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from django.db import models

    from belisha.console.access.models import School

__all__ = ["Due", "due_at", "due_of", "number_due"]

YEAR = timedelta(days=365)
AROUND: Final = (Decline, Reminder, Restriction, SigningLink)
"""What is kept of somebody beside what they signed, whether they ever signed or not."""
T = TypeVar("T")


@dataclass
class Due:
    """Somebody who has left, and what of theirs is due, each with its class and last day.

    `around`: that they declined, were reminded, restricted or sent a link; `shown`: where they were seen in a picture.
    """

    person: Person
    left: date
    signatures: list[tuple[Signature, str, date]] = field(default_factory=list)
    answers: list[tuple[ConsentAnswer, str, date]] = field(default_factory=list)
    around: list[tuple[models.Model, str, date]] = field(default_factory=list)
    shown: list[tuple[Shown, str, date]] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[models.Model, str, date]]:
        """All of it."""
        return [*self.signatures, *self.answers, *self.around, *self.shown]

    @property
    def since(self) -> date:
        """The last day of what has been due longest."""
        return min(until for _row, _class, until in self.rows)


def due_at(school: School, today: date) -> list[Due]:
    """Everybody of a school of whom something is due, in the order of a register. Eight queries."""
    return due_of(school, today, None)


def due_of(school: School, today: date, numbers: list[int] | None) -> list[Due]:
    """The same of some people alone, by their numbers; None: of everybody."""
    longer = int(value_of(school, LONGER))
    people = Person.objects.for_school(school).filter(left__lt=today - YEAR * shortest(longer))
    if numbers is not None:
        people = people.filter(pk__in=numbers)
    found = {one.pk: Due(one, one.left) for one in people.order_by("search", "pk") if one.left}
    if not found:
        return []
    # what a parent signed goes by the child
    signed = Signature.objects.filter(Q(child__in=found) | Q(child=None, person__in=found)).select_related("person")
    for row in signed.defer("answers").order_by("pk"):
        due = found[row.child_id or row.person_id]
        record_class = "pupil" if row.child_id else class_of_signer(row.person.kind)
        _add(due.signatures, row, record_class, due.left, longer, today)
    _add_around(found, longer, today)
    shown = _add_shown(found, longer, today)
    for answer in ConsentAnswer.objects.filter(about__in=found).order_by("pk"):
        if answer.about_id not in shown:
            due = found[answer.about_id]
            _add(due.answers, answer, CONSENT, due.left, longer, today)
    return [due for due in found.values() if due.rows]


def _add_around(found: dict[int, Due], longer: int, today: date) -> None:
    for kind in AROUND:
        for row in kind._default_manager.filter(person__in=found).order_by("pk"):
            due = found[row.person_id]
            _add(due.around, row, class_of_signer(due.person.kind), due.left, longer, today)


def _add_shown(found: dict[int, Due], longer: int, today: date) -> set[int]:
    """Where children were shown; those who still are."""
    still = set()
    for row in Shown.objects.filter(child__in=found).select_related("publication").order_by("pk"):
        if row.publication.ended_on is None:
            still.add(row.child_id)
        else:
            due = found[row.child_id]
            _add(due.shown, row, CONSENT, due.left, longer, today)
    return still


def _add(kept: list[tuple[T, str, date]], row: T, record_class: str, left: date, longer: int, today: date) -> None:
    until = ends_on(left, record_class, longer)
    if until < today:
        kept.append((row, record_class, until))


def number_due(school: School, today: date) -> int:
    """Of how many people something is due."""
    return len(due_at(school, today))
