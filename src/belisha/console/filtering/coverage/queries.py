"""Questions about cases of what is not covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.activity.coverage.model import Level
from belisha.console.access.models import Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES
from belisha.console.filtering.coverage.rules import STRANGERS
from belisha.console.filtering.models import CoverageCase, CoverageLook

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["Wanting", "able_to_own", "case_of", "cases_of", "look_of", "strangers_at", "wanting_at"]


class Wanting(NamedTuple):
    """How many cases want somebody, how many of them nobody looks after, and since when the oldest does."""

    red: int
    amber: int
    unowned: int
    oldest: datetime | None


def cases_of(school: School) -> QuerySet[CoverageCase]:
    """Every case of a school, what wants somebody first, the oldest first."""
    rows = CoverageCase.objects.for_school(school).select_related("owner", "school", "explained_by")
    return rows.order_by("closed_at", "-state", "-level", "first_seen", "pk")


def case_of(school: School, number: int) -> CoverageCase:
    """One case. Raises Http404."""
    return get_object_or_404(CoverageCase.objects.for_school(school).select_related("owner", "explained_by"), pk=number)


def able_to_own(school: School) -> QuerySet[User]:
    """Who can look after a case: those who may draft changes of the filter here today. One query."""
    roles = [role.value for role, rule in ROLES.items() if Permission.DRAFT_FILTER_CHANGES in rule.permissions]
    held = Post.objects.held_on(timezone.localdate()).filter(
        Q(school=school) | Q(school__isnull=True), federation=school.federation_id, role__in=roles
    )
    return User.objects.filter(pk__in=held.values("holder"), closed_at__isnull=True).order_by("name", "pk")


def wanting_at(school: School, today: date) -> Wanting:
    """How much is wanting at a school. One query."""
    red = Q(level=Level.RED.value)
    sums = (
        CoverageCase.objects.for_school(school)
        .wanting(today)
        .aggregate(
            red=Count("pk", filter=red),
            amber=Count("pk", filter=~red),
            unowned=Count("pk", filter=Q(owner__isnull=True)),
            oldest=Min("first_seen"),
        )
    )
    return Wanting(**sums)


def strangers_at(school: School, today: date) -> Wanting:
    """The same of devices that nobody registered and requests of nobody known, at the school itself."""
    rows = CoverageCase.objects.filter(school=school, kind__in=STRANGERS).wanting(today)
    sums = rows.aggregate(
        red=Count("pk", filter=Q(level=Level.RED.value)),
        amber=Count("pk", filter=~Q(level=Level.RED.value)),
        unowned=Count("pk", filter=Q(owner__isnull=True)),
        oldest=Min("first_seen"),
    )
    return Wanting(**sums)


def look_of(school: School) -> CoverageLook | None:
    """When the findings were last taken over."""
    return CoverageLook.objects.filter(federation=school.federation_id).first()
