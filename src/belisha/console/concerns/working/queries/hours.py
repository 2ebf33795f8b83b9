"""The hours in which a school looks at concerns, and by when each thing is wanted."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from belisha.console.access.calendars.clocks import Times
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.settings.queries import values_of
from belisha.console.concerns.working import declared
from belisha.console.concerns.working.rules.times import at_school, by_school_hours, in_school_hours

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["Hours", "hours_of"]


class Hours(NamedTuple):
    """The clocks of a school."""

    times: Times
    values: dict[str, Any]

    def acknowledge_by(self, concern: Concern, since: datetime) -> datetime:
        """By when somebody acknowledges a concern: in danger by the clock of day and night."""
        if urgent(concern):
            return since + timedelta(minutes=self.values[declared.ACKNOWLEDGE_MINUTES_DANGER.key])
        return self._hours(since, self.values[declared.ACKNOWLEDGE_HOURS.key])

    def act_by(self, concern: Concern, since: datetime, *, high: bool) -> datetime:
        """By when something is done. `high`: its level asks for a debrief."""
        if urgent(concern):
            return since + timedelta(hours=self.values[declared.ACT_HOURS_HIGH.key])
        which = declared.ACT_HOURS_HIGH if high else declared.ACT_HOURS
        return self._hours(since, self.values[which.key])

    def next_rung(self, concern: Concern, now: datetime) -> datetime:
        """When one more person is told, if nobody acknowledges it."""
        if urgent(concern):
            return now + timedelta(minutes=self.values[declared.ACKNOWLEDGE_MINUTES_DANGER.key])
        return by_school_hours(self.times, now, timedelta(minutes=self.values[declared.ESCALATE_MINUTES.key]))

    def are_on(self, moment: datetime) -> bool:
        """Whether somebody looks at concerns at a moment."""
        return at_school(self.times, moment)

    @property
    def words(self) -> str:
        """What holds outside the hours."""
        return str(self.values[declared.OUT_OF_HOURS.key])

    @property
    def span(self) -> tuple[str, str]:
        """From when to when, as it is set."""
        return self.values[declared.HOURS_FROM.key], self.values[declared.HOURS_TO.key]

    def _hours(self, since: datetime, number: int) -> datetime:
        return by_school_hours(self.times, since, timedelta(hours=number))


def urgent(concern: Concern) -> bool:
    """Whether its clocks go by day and night."""
    return concern.danger_now or concern.child_protection


def hours_of(school: School) -> Hours:
    """The hours of a school. Two queries. An end before the beginning counts as the usual hours."""
    zone: ZoneInfo = timezone.get_default_timezone()
    values = values_of(school)
    start = time.fromisoformat(values[declared.HOURS_FROM.key])
    end = time.fromisoformat(values[declared.HOURS_TO.key])
    if end <= start:
        start, end = time(8), time(17)
    return Hours(in_school_hours(Times(calendar_of(school), zone), start, end), values)
