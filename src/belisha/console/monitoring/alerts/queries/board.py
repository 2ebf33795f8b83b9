"""Questions about the board: what is open, what was found, what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.http import Http404

from belisha.activity.days import LONDON
from belisha.console.access.calendars.clocks import Times
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.settings.queries import decided_at
from belisha.console.monitoring.alerts.declared import CAUTION_DAYS, DANGER_DAYS, DANGER_MINUTES
from belisha.console.monitoring.alerts.queries.seeing import alerts_for
from belisha.console.monitoring.alerts.rules import DANGER, Limits
from belisha.console.monitoring.models import Alert, AlertFinding, AlertInflow

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = [
    "Waiting",
    "alert_of",
    "counts_for",
    "findings_of",
    "inflow_of",
    "limits_of",
    "on_board",
    "others_about",
    "past",
    "quiet",
    "times_of",
    "waiting_for",
]


class Waiting(NamedTuple):
    """How many alerts wait for somebody: of danger that nobody acknowledged, late ones, all on the board, quiet."""

    danger: int
    late: int
    loud: int
    quiet: int


def on_board(user: User, school: School) -> QuerySet[Alert]:
    """Open alerts that somebody sees on the board, the gravest and most urgent first."""
    return alerts_for(user, school).loud().select_related("acknowledged_by")


def quiet(user: User, school: School) -> QuerySet[Alert]:
    """Open ones that wait for the digest."""
    return alerts_for(user, school).for_digest().select_related("acknowledged_by").order_by("-level", "due_at", "pk")


def past(user: User, school: School) -> QuerySet[Alert]:
    """Those that were dealt with, the last first."""
    return alerts_for(user, school).ended().select_related("ended_by").order_by("-ended_at", "-pk")


def alert_of(user: User, school: School, number: int) -> Alert:
    """One alert, for somebody who may know of it. Raises Http404."""
    rows = alerts_for(user, school).select_related("school", "person", "acknowledged_by", "ended_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def findings_of(alert: Alert) -> list[AlertFinding]:
    """What was found, the newest first."""
    return list(alert.findings.order_by("-first", "-pk"))


def others_about(user: User, alert: Alert, most: int = 10) -> list[Alert]:
    """Other alerts about the same person, the newest first."""
    rows = alerts_for(user, alert.school).exclude(pk=alert.pk)
    rows = rows.filter(person=alert.person) if alert.person_id else rows.filter(person=None, who=alert.who)
    return list(rows.order_by("-last", "-pk")[:most])


def waiting_for(user: User, school: School, now: datetime) -> Waiting:
    """How much waits. One query, beside those for who may see what."""
    loud = Q(quiet=False)
    sums = (
        alerts_for(user, school)
        .filter(state=Alert.State.OPEN)
        .order_by()
        .aggregate(
            danger=Count("pk", filter=loud & Q(level=DANGER, acknowledged_at=None)),
            late=Count("pk", filter=loud & Q(due_at__lte=now)),
            loud=Count("pk", filter=loud),
            quiet=Count("pk", filter=Q(quiet=True)),
        )
    )
    return Waiting(**sums)


def counts_for(user: User, school: School) -> tuple[int, int]:
    """How many are on the board, and how many wait for the digest. One query that reads no row."""
    rows = alerts_for(user, school).open().order_by().values_list("quiet").annotate(number=Count("pk"))
    counts = dict(rows)
    return counts.get(False, 0), counts.get(True, 0)


def inflow_of(school: School) -> AlertInflow | None:
    """When findings last came in."""
    return AlertInflow.objects.filter(school=school).first()


def limits_of(school: School) -> Limits:
    """What the school has set. One query."""
    keys = (DANGER_MINUTES, DANGER_DAYS, CAUTION_DAYS)
    states = decided_at([school], [each.key for each in keys], {each.key: each.default for each in keys})[school.pk]
    return Limits(*(states[each.key].value for each in keys))


def times_of(school: School, day: date) -> Times:
    """The school's calendar and clock."""
    return Times(calendar_of(school, day), LONDON)
