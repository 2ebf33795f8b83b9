"""The days that a school has, and the form of a file. No database.

Keeping Children Safe in Education, part two (child protection file): to the next school as soon as possible, within
5 days of a move during the year or the first 5 days of a new term, apart from the main file, with a receipt.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from belisha.engine.policy.calendar import WEEKDAYS, is_school_day

if TYPE_CHECKING:
    from belisha.engine.policy.model import Calendar

__all__ = ["DAYS", "Case", "Child", "Held", "Item", "Package", "Who", "due_on"]

DAYS: Final = 5
LONGEST: Final = 120  # days of searching: longer than any holiday; then weekdays count

Line = Annotated[str, msgspec.Meta(max_length=400)]
Words = Annotated[str, msgspec.Meta(max_length=200_000)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


def due_on(last: date, calendar: Calendar) -> date:
    """By when the next school has the file: five school days after the last day here, holidays left out."""
    days = [last + timedelta(days=ahead) for ahead in range(1, LONGEST)]
    lessons = [day for day in days if calendar.terms and is_school_day(calendar, day)]
    weekdays = [day for day in days if WEEKDAYS[day.weekday()] in calendar.week] if calendar.week else days
    return (lessons if len(lessons) >= DAYS else weekdays)[DAYS - 1]


class Who(msgspec.Struct, frozen=True):
    """Somebody in a concern. Without a name it was left out."""

    role: Line
    child: bool = False
    name: Line = ""


class Item(msgspec.Struct, frozen=True):
    """An entry with its seal. `corrects`: the seal of another one."""

    kind: Line
    text: Words
    details: dict[str, Any]
    at: Moment
    about: Moment | None
    by: Line
    reason: Line
    salt: Line
    seal: Digest
    corrects: Line = ""
    erased: Line = ""  # why, where the law asked for it


class Held(msgspec.Struct, frozen=True):
    """A file, and where it lies in the package."""

    path: Annotated[str, msgspec.Meta(pattern="^files/[0-9a-f]{32}$")]
    name: Line
    shows: Line
    sha256: Digest
    at: Moment


class Case(msgspec.Struct, frozen=True):
    """A concern. `missing`: names of files that did not come with it, with the reason."""

    reference: Line
    category: Line
    route: Line
    closed_at: Moment | None
    child_protection: bool
    words_only: bool
    reported_at: Moment
    happened_at: Moment | None
    happened: Annotated[str, msgspec.Meta(max_length=120)]
    place: Line
    where: Annotated[str, msgspec.Meta(max_length=200)]
    people: tuple[Who, ...]
    entries: tuple[Item, ...]
    files: tuple[Held, ...]
    missing: tuple[Line, ...] = ()


class Child(msgspec.Struct, frozen=True):
    """Whose file it is."""

    given: Line
    family: Line
    born: date | None
    upn: Line


class Package(msgspec.Struct, frozen=True):
    """All of it: `file.json` in the archive."""

    form: Literal["belisha child-protection file 1"]
    made: Moment
    made_by: Line
    school: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
    to_school: Line
    child: Child
    concerns: Annotated[tuple[Case, ...], msgspec.Meta(min_length=1, max_length=500)]
