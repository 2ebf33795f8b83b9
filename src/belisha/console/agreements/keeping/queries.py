"""Whose signatures and answers have been kept long enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.keeping.declared import LONGER
from belisha.console.agreements.keeping.rules import CONSENT, class_of_signer, ends_on, shortest
from belisha.console.agreements.models import ConsentAnswer, Shown, Signature
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["Due", "due_at", "due_of", "number_due"]

YEAR = timedelta(days=365)
T = TypeVar("T")


@dataclass
class Due:
    """Somebody who has left, and what of theirs is due: signatures and answers, each with its class and last day."""

    person: Person
    left: date
    signatures: list[tuple[Signature, str, date]] = field(default_factory=list)
    answers: list[tuple[ConsentAnswer, str, date]] = field(default_factory=list)

    @property
    def since(self) -> date:
        """The last day of what has been due longest."""
        return min(until for _row, _class, until in (*self.signatures, *self.answers))


def due_at(school: School, today: date) -> list[Due]:
    """Everybody of a school of whom something is due, in the order of a register. Four queries."""
    return due_of(school, today, None)


def due_of(school: School, today: date, numbers: list[int] | None) -> list[Due]:
    """The same of some people alone, by their numbers; None: of everybody."""
    longer = int(value_of(school, LONGER))
    people = Person.objects.for_school(school).filter(left__lt=today - YEAR * shortest(longer))
    if numbers is not None:
        people = people.filter(pk__in=numbers)
    found = {one.pk: Due(one, one.left) for one in people.order_by("search", "pk") if one.left}
    # what a parent signed goes by the child
    signed = Signature.objects.filter(Q(child__in=found) | Q(child=None, person__in=found)).select_related("person")
    for row in signed.defer("answers").order_by("pk"):
        due = found[row.child_id or row.person_id]
        record_class = "pupil" if row.child_id else class_of_signer(row.person.kind)
        _add(due.signatures, row, record_class, due.left, longer, today)
    shown = set(Shown.objects.filter(child__in=found, publication__ended_on=None).values_list("child_id", flat=True))
    for answer in ConsentAnswer.objects.filter(about__in=found).order_by("pk"):
        if answer.about_id not in shown:
            due = found[answer.about_id]
            _add(due.answers, answer, CONSENT, due.left, longer, today)
    return [due for due in found.values() if due.signatures or due.answers]


def _add(kept: list[tuple[T, str, date]], row: T, record_class: str, left: date, longer: int, today: date) -> None:
    until = ends_on(left, record_class, longer)
    if until < today:
        kept.append((row, record_class, until))


def number_due(school: School, today: date) -> int:
    """Of how many people something is due."""
    return len(due_at(school, today))
