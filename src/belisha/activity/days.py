"""A school's days, weeks and hours, in its own time: 23 or 25 hours long when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

LONDON = ZoneInfo("Europe/London")
YEARS = range(2000, 2200)  # far enough; the calendar cannot count days beyond year 9999


def instant(milliseconds: int) -> datetime:
    """The instant of so many milliseconds since 1970, in UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 of an instant with a time zone."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def local_day(at_ms: int, zone: ZoneInfo) -> date:
    """The school's day in which an instant lies."""
    return instant(at_ms).astimezone(zone).date()


def day_start(day: date, zone: ZoneInfo) -> int:
    """The first instant of a school's day, in milliseconds since 1970."""
    return milliseconds(datetime.combine(day, time(), zone))


class Period(msgspec.Struct, frozen=True):
    """School days from first to last, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Every day of the period, in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def bounds(self, zone: ZoneInfo) -> tuple[int, int]:
        """First instant and first instant after it, in milliseconds since 1970."""
        return day_start(self.first, zone), day_start(self.last + timedelta(days=1), zone)


def read_week(text: str) -> Period:
    """Monday to Sunday of an ISO week such as ``2026-W47``. Raises ValueError with a sentence."""
    try:
        year, _, week = text.partition("-W")
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        message = f"{text!r} is not a week: write the year and the week's number, as in 2026-W47."
        raise ValueError(message) from error
    if monday.year not in YEARS:
        message = f"the year {monday.year} is too far away"
        raise ValueError(message)
    return Period(monday, monday + timedelta(days=6))
