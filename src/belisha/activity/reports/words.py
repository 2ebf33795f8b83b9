"""Words, dates and numbers that every form of a report shares."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from belisha.activity.days import Period
from belisha.activity.reports.periods import Earlier

DAYS_OF_WEEK = 7
Cell = str | int | date | datetime

THEMES: Final = {
    "suicide-and-self-harm": "suicide and self-harm",
    "abuse-at-home": "abuse at home",
    "grooming": "grooming and meeting strangers",
    "eating-disorders": "eating disorders",
    "radicalisation": "radicalisation",
    "violence-and-weapons": "violence and weapons",
    "sexual-content": "sexual content",
    "hate": "hate",
    "bullying": "bullying",
    "running-away": "running away",
    "drugs-and-alcohol": "drugs and alcohol",
    "crime": "crime",
    "gambling": "gambling",
    "getting-round-the-filter": "getting round the filter",
    "asking-for-help": "asking for help",
}
_ACRONYMS = {"vpns": "VPNs", "dns": "DNS", "https": "HTTPS", "ai": "AI", "url": "URL"}


def say_day(day: date) -> str:
    """A day as people write it, with its year: Mon 16 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_moment(moment: datetime) -> str:
    """A moment to the minute, without the year: Mon 16 Nov, 09:05."""
    return f"{moment:%a} {moment.day} {moment:%b, %H:%M}"


def sayer(period: Period) -> Callable[[Cell], str]:
    """How cells are said in a report on a period: in one of a week at most, the weekday is enough of a date."""
    short = (period.last - period.first).days < DAYS_OF_WEEK

    def told(cell: Cell) -> str:
        if isinstance(cell, datetime):
            return f"{cell:%a %H:%M}" if short else f"{cell.day} {cell:%b %H:%M}"
        return say(cell)

    return told


def say(cell: Cell) -> str:
    """A cell as text to read."""
    if isinstance(cell, datetime):
        return say_moment(cell)
    if isinstance(cell, date):
        return f"{cell:%a} {cell.day} {cell:%b}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def say_period(period: Period) -> str:
    """The days of a period, the year once: Mon 16 to Sun 22 Nov 2026."""
    first, last = period.first, period.last
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%a} {first.day} to {say_day(last)}"
    begin = f"{first:%a} {first.day} {first:%b}" if first.year == last.year else say_day(first)
    return f"{begin} to {say_day(last)}"


def say_category(category: str) -> str:
    """A category as words: proxies and VPNs."""
    return " ".join(_ACRONYMS.get(word, word) for word in category.split("-"))


def say_change(now: int, before: int, earlier: Earlier) -> str:
    """How a number compares with the period before, in words; a school day at a time where these are not as many."""
    if not before:
        return "none before" if now else "none then either"
    if earlier.alike:
        if now == before:
            return "the same as before"
        return f"{now - before:,} more than before" if now > before else f"{before - now:,} fewer than before"
    rate = now / earlier.school_days / (before / earlier.school_days_before)
    percent = round(abs(rate - 1) * 100)
    if not percent:
        return "about the same each school day"
    return f"{percent:,} % {'more' if rate > 1 else 'fewer'} each school day"
