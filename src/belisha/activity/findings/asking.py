"""Findings as they are asked for: of schools and days, or one by its id."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from belisha.activity.days import LONDON, Period
from belisha.activity.findings.files import days_with_findings, mentions, schools_with_findings, sightings_of, told_of
from belisha.activity.findings.model import Finding, Sighting, Told
from belisha.activity.findings.rules import begins_on, finding_called, findings_of, gravity
from belisha.activity.school_days import SchoolDay

ONE_DAY = timedelta(days=1)


def findings(home: Path, schools: Sequence[str], period: Period, zone: ZoneInfo = LONDON) -> list[Finding]:
    """The findings of these schools that begin in the period, gravest first. Raises OSError."""
    made = [one for school in schools for one in findings_of(_around(home, school, period), zone)]
    return sorted((one for one in made if period.first <= begins_on(one, zone) <= period.last), key=gravity)


def _around(home: Path, school: str, period: Period) -> Iterator[Sighting]:
    """Sightings of the period and the days beside it, into which its findings may reach."""
    for day in days_with_findings(home, school):
        if period.first - ONE_DAY <= day <= period.last + ONE_DAY:
            yield from sightings_of(home, SchoolDay(school, day))


def find(home: Path, wanted: str, schools: Sequence[str] | None = None, zone: ZoneInfo = LONDON) -> Finding | None:
    """The finding of this id at these schools, or at any; newest days are looked at first."""
    for school in schools_with_findings(home) if schools is None else schools:
        for day in reversed(days_with_findings(home, school)):
            if mentions(home, SchoolDay(school, day), wanted):
                period = Period(day - ONE_DAY, day + ONE_DAY)
                return finding_called(wanted, _around(home, school, period), zone)
    return None


def told(home: Path, school: str, period: Period) -> list[Told]:
    """What was handed on of the findings that begin in the period."""
    return [one for day in period.days() for one in told_of(home, SchoolDay(school, day))]
