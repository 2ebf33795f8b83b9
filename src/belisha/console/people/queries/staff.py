"""What staff have declared, asked for and signed, and what is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.access.remembering import remembered
from belisha.console.people.models import ContactPermission, Declaration, DeclaredTie, Person, StarterStep
from belisha.console.people.rules.forms_of_staff import Form, Step, is_due, staff_forms, starter_steps

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = [
    "FormState",
    "StarterState",
    "contact_of",
    "contacts_of",
    "declaration_of",
    "declarations_of",
    "open_ties",
    "own_contacts",
    "own_forms",
    "own_steps",
    "own_ties",
    "starters_of",
    "tie_of",
]


class FormState(NamedTuple):
    """One form of one person: the last one made, and whether it is due (again)."""

    person: Person
    form: Form
    last: Declaration | None
    due: bool

    @property
    def flagged(self) -> bool:
        """Whether the last answers raise an exception, or a self-check was not passed."""
        return self.last is not None and (bool(self.last.exceptions) or not self.last.passed)

    @property
    def unconfirmed(self) -> bool:
        """Whether somebody must still confirm it: each one of some forms, of others those that raise an exception."""
        if self.last is None or self.last.confirmed_at is not None:
            return False
        return self.form.confirmed or bool(self.last.exceptions and self.form.pass_mark is None)


class StarterState(NamedTuple):
    """One step of one starter: what is signed, by when it should be."""

    person: Person
    step: Step
    row: StarterStep | None
    by: date

    @property
    def done(self) -> bool:
        """Whether both have signed it, or it is known to have been done before this record."""
        row = self.row
        return row is not None and bool(row.taken_over or (row.signed_at and row.guided_at))


def _staff(school: School, day: date) -> list[Person]:
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF).on_roll(day)
    return remembered(("staff", school.pk, day), lambda: list(staff.order_by("search", "pk")))


def _states(people: Iterable[Person], made: Iterable[Declaration], day: date) -> list[FormState]:
    last: dict[tuple[int, str], Declaration] = {}
    for one in made:  # newest first
        last.setdefault((one.person_id, one.form), one)
    states = []
    for person in people:
        for form in staff_forms():
            if person.kind in form.who:
                found = last.get((person.pk, form.id))
                due = is_due(form, found.made_at if found else None, found.version if found else None, day)
                states.append(FormState(person, form, found, due))
    return states


def declarations_of(school: School, day: date | None = None) -> list[FormState]:
    """Every form of everybody on the staff: two queries."""
    day = day or timezone.localdate()
    return _states(_staff(school, day), Declaration.objects.for_school(school), day)


def own_forms(person: Person) -> list[FormState]:
    """One's own forms: one query."""
    return _states([person], Declaration.objects.filter(person=person), timezone.localdate())


def declaration_of(school: School, pk: int) -> Declaration:
    """A declaration of somebody of a school by its id. Raises Http404."""
    rows = Declaration.objects.for_school(school).select_related("person__school__federation", "confirmed_by")
    found: Declaration = get_object_or_404(rows, pk=pk)
    return found


def starters_of(school: School, day: date | None = None) -> list[StarterState]:
    """Every step of everybody on the staff: two queries."""
    rows = {(row.person_id, row.step): row for row in StarterStep.objects.for_school(school).select_related("guide")}
    return _steps(_staff(school, day or timezone.localdate()), rows)


def own_steps(person: Person) -> list[StarterState]:
    """One's own steps: one query."""
    rows = {(row.person_id, row.step): row for row in person.starter_steps.select_related("guide")}
    return _steps([person] if person.kind == User.Kind.STAFF else [], rows)


def _steps(people: Iterable[Person], rows: dict[tuple[int, str], StarterStep]) -> list[StarterState]:
    return [
        StarterState(person, step, rows.get((person.pk, step.id)), person.joined + timedelta(days=step.within))
        for person in people
        for step in starter_steps()
    ]


def open_ties(school: School) -> list[DeclaredTie]:
    """Ties that have not ended."""
    return list(DeclaredTie.objects.for_school(school).filter(ended__isnull=True).select_related("person"))


def own_ties(person: Person) -> list[DeclaredTie]:
    """One's own ties."""
    return list(person.ties.select_related("advised_by"))


def tie_of(school: School, pk: int) -> DeclaredTie:
    """A tie of somebody of a school by its id. Raises Http404."""
    rows = DeclaredTie.objects.for_school(school).select_related("person__school__federation", "advised_by")
    found: DeclaredTie = get_object_or_404(rows, pk=pk)
    return found


def contacts_of(school: School) -> list[ContactPermission]:
    """Leave asked for that is not closed: undecided, in force, lapsed, or refused within the last 90 days."""
    day = timezone.localdate()
    rows = ContactPermission.objects.for_school(school).filter(closed__isnull=True)
    rows = rows.filter(Q(agreed__isnull=True) | Q(agreed=True) | Q(decided_at__date__gte=day - timedelta(days=90)))
    return list(rows.select_related("person", "decided_by"))


def own_contacts(person: Person) -> list[ContactPermission]:
    """Leave that one has asked for."""
    return list(person.contact_permissions.select_related("decided_by"))


def contact_of(school: School, pk: int) -> ContactPermission:
    """A request of somebody of a school by its id. Raises Http404."""
    rows = ContactPermission.objects.for_school(school).select_related("person__school__federation", "decided_by")
    found: ContactPermission = get_object_or_404(rows, pk=pk)
    return found
