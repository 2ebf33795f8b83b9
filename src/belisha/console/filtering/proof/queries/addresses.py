"""The addresses that a school has tested: those that must stay open for lessons, and those that must be blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.models import ProbeAddress
from belisha.console.filtering.proof.rules.plan import Own

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["addresses_of", "has_chosen", "own_addresses"]


def addresses_of(school: School) -> QuerySet[ProbeAddress]:
    """The addresses that stand, those for lessons first."""
    found: QuerySet[ProbeAddress] = ProbeAddress.objects.for_school(school).filter(ended_at__isnull=True)
    return found.select_related("added_by").order_by("-wanted", "locked_list", "address", "pk")


def has_chosen(school: School) -> bool:
    """Whether a school ever said what is tested, be it that nothing is left of it."""
    chosen: bool = ProbeAddress.objects.for_school(school).exists()
    return chosen


def own_addresses(school: School) -> list[Own]:
    """The same for a plan of tests. One query."""
    return [Own(each.address, each.wanted, each.locked_list) for each in addresses_of(school).order_by("pk")]
