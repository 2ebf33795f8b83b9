"""When something took place, in all the ways in which old logs write it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from belisha.console.people.roster.readers.words import DateOrder, date_of

if TYPE_CHECKING:
    from datetime import tzinfo

__all__ = ["moment_of", "without_time"]

AFTER_DAY: Final = re.compile(r"[T ,]+(?=\d{1,2}[:.]\d{2})")
WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+", re.IGNORECASE)
SHORT_YEAR: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
CLOCK: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
SERIAL: Final = re.compile(r"[3-6]\d{4}(?:\.\d+)?")  # a day as spreadsheets number it: 1982 to 2091
FIRST_SERIAL: Final = date(1899, 12, 30)
NOON: Final = time(12)


def without_time(text: str) -> tuple[str, str]:
    """The day and the time of a text, as written; the time may be empty."""
    parts = AFTER_DAY.split(WEEKDAY.sub("", text.strip()), maxsplit=1)
    day = parts[0].strip()
    if short := SHORT_YEAR.fullmatch(day):
        day = f"{short[1]}/{short[2]}/20{short[3]}"
    return day, parts[1].strip() if len(parts) > 1 else ""


def moment_of(day: str, clock: str, order: DateOrder, zone: tzinfo) -> tuple[datetime, bool]:
    """When it was, and whether the day alone is known (then noon). Raises ValueError, saying what is wrong."""
    written, inside = without_time(day)
    found = FIRST_SERIAL + timedelta(days=int(float(written))) if SERIAL.fullmatch(written) else date_of(written, order)
    at = _time_of(clock) or _time_of(inside)
    return datetime.combine(found, at or NOON, zone), at is None


def _time_of(text: str) -> time | None:
    match = CLOCK.fullmatch(text.strip())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, half = int(match[1]), (match[3] or "")[:1].lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
