"""Outside services: who has an account there, and what must be closed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from belisha.console.access.models import OutsideService, ServiceAccess

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = ["accesses_of", "closed_at_service", "services_of", "to_close"]


def services_of(school: School) -> QuerySet[OutsideService]:
    """The outside services of a school, with how many people have an account (`using`) and must lose it (`red`)."""
    still = Q(accesses__closed_at__isnull=True)
    return OutsideService.objects.filter(school=school, ended_at__isnull=True).annotate(
        using=Count("accesses", filter=still & Q(accesses__must_close_since__isnull=True)),
        red=Count("accesses", filter=still & Q(accesses__must_close_since__isnull=False)),
    )


def to_close(school: School) -> QuerySet[ServiceAccess]:
    """What must be closed outside and is not, longest first."""
    return (
        ServiceAccess.objects.filter(service__school=school, must_close_since__isnull=False, closed_at__isnull=True)
        .select_related("service", "user")
        .order_by("must_close_since", "service__name", "user__name", "pk")
    )


def closed_at_service(school: School) -> QuerySet[ServiceAccess]:
    """What was closed outside, newest first, with who ticked it."""
    return (
        ServiceAccess.objects.filter(service__school=school, closed_at__isnull=False)
        .select_related("service", "user", "closed_by")
        .order_by("-closed_at", "-pk")
    )


def accesses_of(user: User) -> QuerySet[ServiceAccess]:
    """Somebody's accounts with outside services that are not closed."""
    return (
        ServiceAccess.objects.filter(user=user, closed_at__isnull=True)
        .select_related("service", "given_by")
        .order_by("service__name", "pk")
    )
