"""By the clock: what the record of activity finds becomes alerts. Danger within seconds, the rest each few minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from belisha.console.access.models import School
from belisha.console.flows.due import due
from belisha.console.monitoring.alerts.actions.telling import tell_of_late, tell_waiting
from belisha.console.monitoring.models import AlertInflow

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["bring_danger_in", "bring_the_rest_in", "handed_on", "look_after_alerts"]

REST_EACH: Final = timedelta(minutes=5)


def handed_on(home: Path) -> frozenset[tuple[str, int]]:
    """What waits in the spool of danger: names of files, and when each was written (ns since 1970)."""
    found = set()
    for path in (home / "spool" / "findings").glob("*.json"):
        try:
            found.add((path.name, path.stat().st_mtime_ns))
        except FileNotFoundError:
            continue
    return frozenset(found)


@due(name="alerts: what the record hands on as danger", every="minute")
def bring_danger_in(now: datetime) -> str:
    """Bring in what is in the spool, and keep the hour around it. The clock also does so as soon as something comes."""
    if not handed_on(settings.HOME):
        return ""
    # DuckDB comes with it: loaded in the clock's child alone, not in each process that serves pages
    from belisha.console.monitoring.alerts.jobs import bring_danger, freeze  # noqa: PLC0415

    new = bring_danger(settings.HOME, now)
    if new:
        freeze(settings.HOME, timezone.now())
    return (
        ngettext("%(n)s alert of danger came in.", "%(n)s alerts of danger came in.", new) % {"n": new} if new else ""
    )


@due(name="alerts: what else the record finds", every="minute")
def bring_the_rest_in(now: datetime) -> str:
    """Each five minutes: bring in cautions and advisories, and keep the hours around what has come."""
    last = AlertInflow.objects.exclude(at=None).order_by("-at").values_list("at", flat=True).first()
    if (last and last <= now < last + REST_EACH) or not School.objects.exists():
        return ""
    from belisha.console.monitoring.alerts.jobs import bring_rest, freeze  # noqa: PLC0415 - as above

    new = bring_rest(settings.HOME, now)
    freeze(settings.HOME, timezone.now())
    return ngettext("%(n)s finding came in.", "%(n)s findings came in.", new) % {"n": new} if new else ""


@due(name="alerts: mails that waited, and what nobody acknowledged", every="minute")
def look_after_alerts(now: datetime) -> str:
    """Mails that were to wait for school go out; of danger that nobody acknowledged in time the next ones hear."""
    late = sum(tell_of_late(school, now) for school in School.objects.order_by("pk"))
    told = sum(tell_waiting(school, now) for school in School.objects.order_by("pk"))
    if not late and not told:
        return ""
    return ngettext("%(n)s mail about danger went on.", "%(n)s mails about danger went on.", late + told) % {
        "n": late + told
    }
