"""Words and dates that every form of a report shares."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from belisha.activity.escapes import visible
from belisha.activity.register import Kind
from belisha.activity.reports.tables import Cell
from belisha.activity.reports.week import Report


def say_day(day: date) -> str:
    """A day as people write it: Mon 16 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_moment(moment: datetime) -> str:
    """A moment to the minute: Mon 16 Nov 2026 09:05."""
    return f"{say_day(moment)} {moment:%H:%M}"


def say(cell: Cell) -> str:
    """A cell as text to read."""
    if isinstance(cell, datetime):
        return say_moment(cell)
    if isinstance(cell, date):
        return say_day(cell)
    return f"{cell:,}" if isinstance(cell, int) else cell


def title(report: Report) -> str:
    """What the report is about."""
    subject = report.subject
    if subject.kind is Kind.SCHOOL:
        return f"Internet use at {visible(subject.school_name)}"
    name = visible(subject.name if subject.name == subject.id else f"{subject.name} ({subject.id})")
    return f"Internet use of {name}" if subject.kind is Kind.PERSON else f"Internet use of the {subject.kind} {name}"


def period(report: Report) -> str:
    """The exact period, with the time zone in which days begin and end."""
    first, last = report.period.first, report.period.last
    return f"{say_day(first)} 00:00 to {say_day(last)} 24:00, in the school's own time ({report.zone})"


def making(report: Report) -> str:
    """When, by whom and what for."""
    at = report.making.at.astimezone(ZoneInfo(report.zone))
    purpose = visible(report.making.purpose) or "No purpose was given."
    return f"Made {say_moment(at)} by {visible(report.making.by)}. Purpose: {purpose}"


def nothing(report: Report) -> str:
    """The empty report."""
    first, last = say_day(report.period.first), say_day(report.period.last)
    return f"Nothing recorded for {visible(report.subject.name)} from {first} to {last}."
