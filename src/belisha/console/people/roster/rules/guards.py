"""When an import must not go through by itself: too many would leave; and when a feed is late."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from belisha.console.people.roster.rules.plan import Plan
    from belisha.console.people.roster.rules.register import Register

__all__ = ["MOST_LEAVING", "Due", "TooMany", "first_missed", "is_late", "is_stale", "too_many"]

MOST_LEAVING: Final = Fraction(1, 10)
HALF_A_DAY: Final = timedelta(hours=12)
ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
OLD_FILE: Final = timedelta(days=2)  # a nightly file made earlier is an old one that was sent again


class TooMany(NamedTuple):
    """More than a tenth would leave: of which kind of people (empty: of all), how many of how many."""

    kind: str
    leaving: int
    of: int


def too_many(plan: Plan, register: Register, day: date) -> tuple[TooMany, ...]:
    """Where more than a tenth of the people from this source who are here would leave, of all or of a kind."""
    here = {pk: known.kind for pk, known in register.people.items() if known.is_here(day)}
    linked = {pk for pk in register.links.values() if pk in here} | {
        leaver.pk for leaver in plan.leavers if leaver.pk in here
    }
    total, leaving = Counter(here[pk] for pk in linked), plan.leaving_by_kind()
    asked = [
        ("", sum(leaving.values()), sum(total.values())),
        *((kind, leaving[kind], total[kind]) for kind in sorted(leaving)),
    ]
    return tuple(TooMany(*each) for each in asked if each[1] > MOST_LEAVING * each[2])


class Due(NamedTuple):
    """When a feed is due each day, and whether on school days of the week alone."""

    at: time
    weekdays_only: bool
    zone: ZoneInfo


def first_missed(last: datetime, now: datetime, due: Due) -> datetime | None:
    """The first time that a feed was due after the `last` one and did not come; None while none is missed.

    A file counts for what is due up to 12 hours after it came: one of 05:50 is that of 06:00.
    """
    day = (last + HALF_A_DAY).astimezone(due.zone).date()
    while True:
        moment = datetime.combine(day, due.at, due.zone)
        if moment > now:
            return None
        if moment >= last + HALF_A_DAY and not (due.weekdays_only and day.weekday() >= SATURDAY):
            return moment
        day += ONE_DAY


def is_late(missed: datetime | None, now: datetime, hours: int) -> bool:
    """Whether a missed feed is so late that people must know."""
    return missed is not None and now - missed > timedelta(hours=hours)


def is_stale(made: datetime | None, now: datetime) -> bool:
    """Whether a file is by its own account too old to be applied unseen."""
    if made is None:
        return False
    return now - (made if made.tzinfo else made.replace(tzinfo=now.tzinfo)) > OLD_FILE
