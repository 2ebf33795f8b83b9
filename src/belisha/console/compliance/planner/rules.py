"""Days of a plan: what falls due, how they become a calendar. No database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from icalendar import Calendar, Event

from belisha.console.reviews.rules import review_due

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KINDS", "Marked", "PlanDay", "as_calendar", "marked_days", "review_due"]

KINDS: Final = (
    "plan",
    "risk",
    "confirmation",
    "review",
    "walk",
    "survey",
    "technology",
    "meeting",
    "post",
    "term",
    "day",
)


class PlanDay(NamedTuple):
    """Something on a day: what kind of thing, in words, where, whose; `key` names it for ever among its kind."""

    day: date
    kind: str
    title: str
    link: str
    who: str
    key: str
    late: bool = False


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day that schools mark."""

    day: date
    title: str
    source: str


@cache
def marked_days() -> tuple[Marked, ...]:
    """The days of days.yaml."""
    return msgspec.yaml.decode((Path(__file__).parent / "days.yaml").read_bytes(), type=tuple[Marked, ...])


def as_calendar(days: Iterable[PlanDay], *, site: str, now: datetime) -> bytes:
    """An iCalendar file (RFC 5545) of whole days. `site`: the console's address, for links and names of entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Belisha//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Belisha")
    calendar.add("refresh-interval;value=duration", "PT6H")
    for each in days:
        event = Event()
        event.add("uid", f"{each.key}@{site.partition('://')[2] or site}")
        event.add("dtstamp", now)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(1))
        event.add("summary", each.title)
        event.add("transp", "TRANSPARENT")  # nobody is busy because something falls due
        if each.who:
            event.add("description", each.who)
        if each.link:
            event.add("url", f"{site}{each.link}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
