"""What site rules were used for, counted each night from the record of the day before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from belisha.activity.days import Period
from belisha.activity.store import Scope, Store
from belisha.console.access.models import Federation, School
from belisha.console.filtering.models import SiteRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from belisha.activity.store import View

__all__ = ["count_uses", "uses_on"]


class _Use(msgspec.Struct, frozen=True):
    """How many requests a rule decided."""

    rule: str
    uses: int


_USES = "SELECT rule, CAST(count(*) AS BIGINT) AS uses FROM in_scope WHERE rule <> '' GROUP BY rule ORDER BY rule"


def uses_on(home: Path, schools: list[str], day: date) -> dict[str, int]:
    """How many requests each rule decided on a day, by its id. The record names the rule of each request."""

    def ask(view: View) -> list[_Use]:
        return view.rows(_Use, _USES)

    scope = Scope(tuple(schools), Period(day, day), timezone.get_default_timezone())
    return {use.rule: use.uses for use in Store.open(home).ask(scope, ask)}


def count_uses(now: datetime) -> str:
    """Note for every standing rule whether yesterday's record names it; says how many were used."""
    day = timezone.localdate(now) - timedelta(days=1)
    told = [_count(federation, day) for federation in Federation.objects.order_by("pk")]
    used = sum(told)
    return f"{used} site rules were used on {day.isoformat()}" if used else ""


def _count(federation: Federation, day: date) -> int:
    standing = SiteRule.objects.filter(federation=federation).standing()
    codes = list(School.objects.filter(federation=federation).order_by("pk").values_list("code", flat=True))
    if not codes or not standing.exists():
        return 0
    used = uses_on(settings.HOME, codes, day)
    with transaction.atomic():
        standing.filter(counted_since__isnull=True).update(counted_since=day)
        return _note(standing.filter(code__in=used), used, day)


def _note(rules: Iterable[SiteRule], used: Mapping[str, int], day: date) -> int:
    noted = 0
    for rule in rules:
        if rule.last_used is None or rule.last_used < day:  # a night that runs twice counts once
            SiteRule.objects.filter(pk=rule.pk).update(last_used=day, uses=F("uses") + used[rule.code])
            noted += 1
    return noted
