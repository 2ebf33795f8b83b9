"""The single central record: every adult and each check, gaps, and what runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.people.models import Person, StaffCheck
from belisha.console.people.rules.checks import ADULTS, COLUMNS, CheckState, Seen, is_gap, state_of

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["Cell", "Line", "check_of", "dbs_missing", "line_of", "record_of"]


class Cell(NamedTuple):
    """One check of one person: which, how it stands, and what was recorded last."""

    check: str
    state: CheckState
    seen: StaffCheck | None


class Line(NamedTuple):
    """A line of the record: one person and their checks in the order of the columns."""

    person: Person
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """What is missing or has run out."""
        return tuple(cell for cell in self.cells if is_gap(cell.state))

    @property
    def due(self) -> tuple[Cell, ...]:
        """What runs out within 30 days."""
        return tuple(cell for cell in self.cells if cell.state is CheckState.DUE_SOON)


def record_of(school: School, *, kind: str = "") -> list[Line]:
    """Every adult who is here or will come and is asked for checks, in the order of a register: two queries."""
    day = timezone.localdate()
    people = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=day))
    people = people.filter(kind__in=[kind] if kind in ADULTS else ADULTS).order_by("search", "pk")
    newest: dict[tuple[int, str], StaffCheck] = {}
    for check in StaffCheck.objects.for_school(school).standing():
        newest[check.person_id, check.kind] = check
    return [_line(person, newest, day) for person in people]


def line_of(person: Person) -> Line:
    """The line of one person: one query."""
    newest = {(person.pk, check.kind): check for check in StaffCheck.objects.filter(person=person).standing()}
    return _line(person, newest, timezone.localdate())


def dbs_missing(person: Person) -> bool:
    """Whether somebody is asked for an enhanced DBS and none that counts has been seen: no account is opened then."""
    return any(cell.check == StaffCheck.Kind.DBS for cell in line_of(person).gaps)


def check_of(school: School, pk: int) -> StaffCheck | None:
    """A recorded check of a school by its id."""
    return StaffCheck.objects.for_school(school).select_related("person__school__federation").filter(pk=pk).first()


def _line(person: Person, newest: dict[tuple[int, str], StaffCheck], day: date) -> Line:
    cells = []
    for check in COLUMNS:
        seen = newest.get((person.pk, check))
        state = state_of(person.kind, check, Seen(seen.needed, seen.expires) if seen else None, day)
        cells.append(Cell(check, state, seen))
    return Line(person, tuple(cells))
