"""What is decided about looks without a database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.activity.days import Period
from belisha.activity.reports.periods import Length

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = [
    "FRESH",
    "KINDS",
    "LENGTHS",
    "MOST_DAYS",
    "UNREAD_DAYS",
    "monday_of",
    "period_of",
    "read_purposes",
    "sunday_before",
]

FRESH: Final = timedelta(hours=1)  # so long what a look opened can be read; then a look is made anew
UNREAD_DAYS: Final = 7
MOST_DAYS: Final = 366
KINDS: Final[dict[str, StrPromise]] = {
    "person": _("A person"),
    "class": _("A class"),
    "group": _("A year or group"),
    "device": _("A device"),
    "room": _("A room"),
    "school": _("The whole school"),
}
LENGTHS: Final[dict[str, StrPromise]] = {
    Length.DAY.value: _("A day"),
    Length.WEEK.value: _("A week"),
    Length.TERM.value: _("A term"),
    Length.RANGE.value: _("From one day to another"),
}


def read_purposes(text: str) -> list[str]:
    """The purposes of a school's list, each once."""
    return list(dict.fromkeys(each for part in text.split(";") if (each := " ".join(part.split()))))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def sunday_before(day: date) -> date:
    """The end of the last whole week before a day."""
    return monday_of(day) - timedelta(days=1)


def period_of(length: str, first: date, last: date | None) -> Period:
    """The days of a report of a day, a week or a range; of a term the calendar says. Raises ValueError."""
    if length == Length.WEEK:
        monday = monday_of(first)
        return Period(monday, monday + timedelta(days=6))
    if length == Length.DAY:
        return Period(first, first)
    if last is None or last < first or (last - first).days > MOST_DAYS:
        raise ValueError
    return Period(first, last)
