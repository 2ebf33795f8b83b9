"""Questions about gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max, Min, Q
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404

from belisha.console.filtering.gateways.rules import BEHIND, SILENT, Seen, Standing, behind_since, standing_of
from belisha.console.filtering.models import Gateway, GatewayHour

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["Late", "gateway_by_token", "gateway_of", "gateways_of", "in_standing", "late_at", "load_of", "stands"]


class Load(NamedTuple):
    """A day of a gateway: the most requests in a minute, and the least room on its disk (MB), where it is known."""

    day: date
    gateway: str
    most: int
    least: int | None


class Late(NamedTuple):
    """How the gateways of a school stand. `since`: when the first of them fell behind or silent."""

    all: int
    silent: tuple[str, ...]
    behind: tuple[str, ...]
    troubled: tuple[str, ...]
    since: datetime | None


def gateways_of(school: School) -> QuerySet[Gateway]:
    """The gateways that filter for a school, those taken out last."""
    return (
        Gateway.objects.for_school(school)
        .select_related("federation")
        .prefetch_related("schools")
        .order_by("taken_out_at", "name", "pk")
    )


def gateway_of(school: School, number: int) -> Gateway:
    """One of them. Raises Http404."""
    return get_object_or_404(Gateway.objects.for_school(school), pk=number)


def gateway_by_token(hashed: str) -> Gateway | None:
    """Whose token this is the hash of, with its schools."""
    return Gateway.objects.filter(token_hash=hashed).standing().prefetch_related("schools").first() if hashed else None


def seen(gateway: Gateway) -> Seen:
    """A gateway as the rules take it."""
    return Seen(
        taken_out=gateway.taken_out_at is not None,
        joined_at=gateway.joined_at,
        seen_at=gateway.seen_at,
        up_to_date=gateway.up_to_date,
        told_at=gateway.told_at,
        fault=gateway.fault,
    )


def stands(gateway: Gateway, now: datetime) -> Standing:
    """How a gateway stands."""
    return standing_of(seen(gateway), now)


def in_standing(rows: QuerySet[Gateway], standing: str, now: datetime) -> QuerySet[Gateway]:
    """Those that stand so: `standing_of` as a question to the database."""
    silent = Q(seen_at__lt=now - SILENT) | Q(seen_at__isnull=True, joined_at__lt=now - SILENT)
    behind = Q(up_to_date=False, told_at__lt=now - BEHIND)
    here = Q(taken_out_at__isnull=True, joined_at__isnull=False)
    found = {
        Standing.OUT: Q(taken_out_at__isnull=False),
        Standing.WAITING: Q(taken_out_at__isnull=True, joined_at__isnull=True),
        Standing.SILENT: here & silent,
        Standing.TROUBLE: here & ~silent & ~Q(fault=""),
        Standing.BEHIND: here & ~silent & Q(fault="") & behind,
        Standing.WELL: here & ~silent & Q(fault="") & ~behind,
    }
    return rows.filter(found[Standing(standing)])


def late_at(school: School, now: datetime) -> Late:
    """Which of a school's gateways are behind, silent or troubled. One query."""
    gateways = [each for each in Gateway.objects.for_school(school).standing().order_by("name", "pk") if each.joined_at]
    by: dict[Standing, list[Gateway]] = {}
    for gateway in gateways:
        by.setdefault(stands(gateway, now), []).append(gateway)
    silent = [each.seen_at or each.joined_at for each in by.get(Standing.SILENT, ())]
    since = [*silent, *(behind_since(seen(one), now) for one in by.get(Standing.BEHIND, ()))]
    return Late(
        all=len(gateways),
        silent=_names(by.get(Standing.SILENT, ())),
        behind=_names(by.get(Standing.BEHIND, ())),
        troubled=_names(by.get(Standing.TROUBLE, ())),
        since=min((moment for moment in since if moment), default=None),
    )


def _names(gateways: Iterable[Gateway]) -> tuple[str, ...]:
    return tuple(each.name for each in gateways)


def load_of(school: School, since: datetime) -> list[Load]:
    """What each day asked of each gateway of a school, the newest day first. One query."""
    gateways = Gateway.objects.for_school(school).standing()
    rows = (
        GatewayHour.objects.filter(gateway__in=gateways, hour__gte=since)
        .annotate(day=TruncDate("hour"))
        .values("day", "gateway__name")
        .annotate(most=Max("most_requests"), least=Min("least_free_mb"))
        .order_by("-day", "gateway__name")
    )
    return [Load(row["day"], row["gateway__name"], row["most"], row["least"]) for row in rows]
