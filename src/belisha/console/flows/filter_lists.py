"""By the clock: newer lists each night, and what many were refused that nobody was refused before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from django.conf import settings
from django.utils import timezone

from belisha.activity.errors import ActivityError
from belisha.console.access.models import Federation, School
from belisha.console.filtering.lists.actions import (
    Refused,
    forget_old_days,
    note_lists,
    note_refused,
    note_suggestions,
)
from belisha.console.filtering.lists.jobs import bring_newer
from belisha.console.filtering.lists.queries import latest_day
from belisha.console.filtering.lists.rules import HISTORY, SMALLEST
from belisha.console.flows.due import due
from belisha.engine.lists import locked_ids

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["fetch_lists", "note_today", "suggest_corrections", "watch_for_overblocking"]

# by host, when it was first refused to anybody; what the locked lists hold is never shown
_REFUSED: Final = """
    SELECT host, min(category) AS category, min(rule) AS rule,
        count(DISTINCT person) FILTER (WHERE ended >= $start AND person <> '') AS people,
        count(*) FILTER (WHERE ended >= $start) AS tries
    FROM in_scope WHERE verdict = 'block' AND host <> '' AND host <> 'belisha.invalid' AND gateway NOT LIKE 'import-%'
    GROUP BY host HAVING min(ended) >= $start
        AND count(DISTINCT person) FILTER (WHERE ended >= $start AND person <> '') >= $least
    ORDER BY people DESC, host LIMIT 200
"""


class _Row(msgspec.Struct, frozen=True):
    host: str
    category: str
    rule: str
    people: int
    tries: int


@due(name="newer lists", every="day", at="03:17")
def fetch_lists(now: datetime) -> str:
    """Fetch what publishers have newer, compile it, and note how all lists stand."""
    did = bring_newer(now)
    forget_old_days(now)
    return did


@due(name="how lists stand", every="hour")
def note_today(now: datetime) -> str:
    """Once a day, and on the first day within the hour: note how every list stands."""
    if latest_day() == timezone.localdate(now):
        return ""
    note_lists(now)
    return "Noted how every list stands."


@due(name="sites that are perhaps in the wrong category", every="week", at="monday 05:40")
def suggest_corrections(now: datetime) -> str:
    """Look through a year's requests for sites that were opened again and again, before the week begins."""
    new = sum(note_suggestions(federation=each, now=now) for each in Federation.objects.order_by("pk"))
    return f"{new} sites are perhaps in the wrong category." if new else ""


@due(name="refused to many", every="hour")
def watch_for_overblocking(now: datetime) -> str:
    """Keep the sites that many were refused today, and nobody before."""
    # DuckDB comes with it: loaded in the clock's process alone, not in each that serves pages
    from belisha.activity.days import Period  # noqa: PLC0415
    from belisha.activity.store import Scope, Store  # noqa: PLC0415

    zone = timezone.get_default_timezone()
    day = timezone.localdate(now)
    start = int(now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
    new = 0
    store = Store.open(settings.HOME)
    locked = set(locked_ids())
    for school in School.objects.order_by("pk"):
        scope = Scope((school.code,), Period(day - HISTORY, day), zone)
        try:
            rows = store.ask(scope, lambda view: view.rows(_Row, _REFUSED, start=start, least=SMALLEST))
        except (ActivityError, OSError):
            continue  # no record yet, or none of this school
        found = [Refused(*msgspec.structs.astuple(row)) for row in rows if row.category not in locked]
        new += note_refused(school=school, day=day, found=found)
    return f"{new} sites were refused to many for the first time." if new else ""
