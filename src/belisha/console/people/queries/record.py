"""The single central record: every adult and each check, gaps, and what runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.people.models import Person, StaffCheck
from belisha.console.people.rules.checks import ADULTS, COLUMNS, CheckState, Seen, is_gap, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.models import School, User

__all__ = ["Cell", "Line", "check_of", "line_of", "record_of", "without_dbs"]


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


def record_of(school: School, *, kind: str = "", day: date | None = None) -> list[Line]:
    """Every adult who is here or will come and is asked for checks, in the order of a register: two queries."""
    day = day or timezone.localdate()
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


def without_dbs(school: School, users: Sequence[User]) -> set[int]:
    """Ids of those accounts whose holders need an enhanced DBS and for whom none that counts was seen: two queries."""
    people = Person.objects.for_school(school).filter(user__in=users, kind__in=ADULTS)
    checks = StaffCheck.objects.for_school(school).filter(kind=StaffCheck.Kind.DBS, person__user__in=users).standing()
    newest = {check.person_id: check for check in checks}
    day = timezone.localdate()
    found = set()
    for person in people:
        seen = newest.get(person.pk)
        known = Seen(seen.needed, seen.expires) if seen else None
        if is_gap(state_of(person.kind, StaffCheck.Kind.DBS, known, day)):
            found.add(person.user_id)
    return found


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
