"""By the clock: weekly reports, whether the record can be read, looks at the machine, and what is kept no longer."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.utils import timezone

from belisha.activity.days import Period, instant
from belisha.activity.errors import ActivityError
from belisha.activity.lookups import Lookup, lookups_folder
from belisha.activity.store import Scope, Store
from belisha.console.access.models import School
from belisha.console.access.settings.queries import value_of
from belisha.console.monitoring.alerts.actions.bringing import person_called
from belisha.console.monitoring.alerts.queries.seeing import route_of
from belisha.console.monitoring.models import Look, RecordLook, ReportPlan, UseReport
from belisha.console.monitoring.use.actions import make_week
from belisha.console.monitoring.use.declared import KEPT_DAYS
from belisha.console.monitoring.use.jobs import make_now
from belisha.console.monitoring.use.rules import FRESH, sunday_before

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from belisha.activity.view import View

__all__ = ["bring_looks_in", "forget_reports", "look_at_records", "make_weekly"]

DAYS: Final = 15
MOST_MADE_UP: Final = timedelta(weeks=4)  # older weeks that were missed are not made up
TRY_AGAIN: Final = timedelta(days=3)
BY_CONSOLE: Final = ", in the console"
AUTOMATIC: Final = "console"  # the console's own look-up of who asked for a page

_HOURS: Final = """
    SELECT ended // 3600000 AS hour, count(*) AS requests, count(*) FILTER (WHERE verdict = 'block') AS blocked,
        count(*) FILTER (WHERE person = '') AS unknown
    FROM in_scope GROUP BY hour ORDER BY hour
"""


class _Hour(msgspec.Struct, frozen=True, kw_only=True):
    hour: int
    requests: int
    blocked: int
    unknown: int


def make_weekly(now: datetime) -> int:
    """Make the weekly reports of weeks that are over, and try again what could not be made; how many were."""
    sunday, made = sunday_before(timezone.localdate(now)), 0
    for plan in ReportPlan.objects.filter(ended_at=None, made_to__lt=sunday).select_related("school").order_by("pk"):
        monday = max(plan.made_to, sunday - MOST_MADE_UP) + timedelta(days=1)
        while monday < sunday and (plan.until is None or monday <= plan.until):
            report = make_week(plan=plan, monday=monday, now=now)
            made += report is not None and make_now(report.pk) == UseReport.State.READY
            monday += timedelta(days=7)
    again = UseReport.objects.filter(plan__isnull=False, asked_at__gt=now - TRY_AGAIN)
    for number in again.exclude(state=UseReport.State.READY).order_by("pk").values_list("pk", flat=True):
        made += make_now(number) == UseReport.State.READY
    return made


def look_at_records(home: Path, now: datetime) -> int:
    """Try to read the record of each school, and keep its sums by day; of how many it could be read."""
    return sum(_look_at(home, school, now) for school in School.objects.order_by("pk"))


def _look_at(home: Path, school: School, now: datetime) -> bool:
    today = timezone.localdate(now)
    values: dict[str, Any] = {"at": now, "trouble": ""}
    try:
        store, zone = Store.open(home), timezone.get_default_timezone()
        period = store.period()
        scope = Scope((school.code,), Period(today - timedelta(days=DAYS), today - timedelta(days=1)))

        def by_hour(view: View) -> list[_Hour]:
            return view.rows(_Hour, _HOURS)

        hours = store.ask(scope, by_hour)
    except (ActivityError, OSError, ValueError) as error:
        values["trouble"] = str(error)[:300]
        RecordLook.objects.update_or_create(school=school, defaults=values)
        return False
    days: dict[str, list[int]] = {}
    for one in hours:
        day = instant(one.hour * 3_600_000).astimezone(zone).date().isoformat()
        sums = days.setdefault(day, [0, 0, 0])
        days[day] = [sums[0] + one.requests, sums[1] + one.blocked, sums[2] + one.unknown]
    values |= {"days": days, "first": period.first if period else None, "last": period.last if period else None}
    RecordLook.objects.update_or_create(school=school, defaults=values)
    return True


def bring_looks_in(home: Path, now: datetime) -> int:
    """Looks at the machine become looks here, each once: the head sees them as well; how many were new."""
    schools = {school.code: school for school in School.objects.order_by("pk")}
    days = {(now - timedelta(days=ago)).astimezone(UTC).date() for ago in (0, 1)}
    new = 0
    for day in sorted(days):
        for lookup in _lines(home, day):
            if lookup.what.endswith(BY_CONSOLE) or lookup.by == AUTOMATIC:
                continue
            for code in lookup.schools:
                new += code in schools and _bring(schools[code], lookup)
    return new


def _lines(home: Path, day: date) -> list[Lookup]:
    try:
        content = (lookups_folder(home) / f"{day}.jsonl").read_bytes()
    except FileNotFoundError:
        return []
    found = []
    for line in content.splitlines():
        try:
            found.append(msgspec.json.decode(line, type=Lookup))
        except msgspec.DecodeError:  # a full disk cut it short
            continue
    return found


def _bring(school: School, lookup: Lookup) -> bool:
    person = person_called(school, lookup.subject) if lookup.kind == "person" else None
    _look, made = Look.objects.get_or_create(
        school=school,
        where=Look.Where.MACHINE,
        at=lookup.at,
        by_name=lookup.by[:200],
        what=lookup.what[:80],
        kind=lookup.kind[:12],
        subject=lookup.subject[:200],
        defaults={
            "subject_name": (person.name if person else lookup.subject)[:200],
            "person": person,
            "route": route_of(school, person),
            "purpose": lookup.purpose[:120],
            "first": lookup.first or None,
            "last": lookup.last or None,
        },
    )
    return made


def forget_reports(now: datetime) -> int:
    """Delete reports on demand once their look is no longer fresh, and weekly ones after the school's days."""
    gone = UseReport.objects.filter(plan=None, asked_at__lt=now - FRESH).delete()[0]
    for school in School.objects.order_by("pk"):
        before = now - timedelta(days=value_of(school, KEPT_DAYS))
        gone += UseReport.objects.for_school(school).filter(plan__isnull=False, asked_at__lt=before).delete()[0]
    return gone
