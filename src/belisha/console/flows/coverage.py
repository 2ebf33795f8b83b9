"""By the clock: what the record of internet use finds wanting becomes cases, each with somebody to look after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from belisha.activity.errors import ActivityError
from belisha.console.access.models import Federation
from belisha.console.filtering.coverage.actions import look_failed, take_over
from belisha.console.filtering.coverage.rules import LOOK_EACH
from belisha.console.filtering.models import CoverageLook
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["bring_findings_in"]


@due(name="what is not covered", every="minute")
def bring_findings_in(now: datetime) -> str:
    """Each ten minutes: take over what is found wanting. Doing it again changes nothing."""
    looked = CoverageLook.objects.exclude(at=None).order_by("-at").values_list("at", flat=True).first()
    if looked and looked <= now < looked + LOOK_EACH:
        return ""
    # DuckDB comes with it: loaded in the clock's process alone, not in each that serves pages
    from belisha.activity.coverage.judging import wanting_now  # noqa: PLC0415

    federations = [each for each in Federation.objects.order_by("pk") if each.schools.exists()]
    try:
        gaps = wanting_now(settings.HOME, now)
    except (ActivityError, OSError) as error:
        for federation in federations:
            look_failed(federation=federation, trouble=str(error))
        return ""
    told = [take_over(federation=federation, gaps=gaps, now=now) for federation in federations]
    new, over = (sum(counts) for counts in zip(*told, strict=True)) if told else (0, 0)
    return f"{new} new cases, {over} are over." if new or over else ""
