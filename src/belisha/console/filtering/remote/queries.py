"""What remote access there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone

from belisha.console.access.settings.queries import values_of
from belisha.console.filtering.models import RemoteGrant
from belisha.console.filtering.remote.declared import SYSTEMS
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["approved_systems", "grant_of", "grants_of", "is_approved", "pupils_by_name"]


def grants_of(school: School) -> QuerySet[RemoteGrant]:
    """All remote access into a school, asked for, open and closed."""
    return RemoteGrant.objects.for_school(school).select_related("school", "approved_by", "asked_by", "closed_by")


def grant_of(school: School, pk: int) -> RemoteGrant:
    """One remote access. Raises Http404."""
    found = grants_of(school).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def pupils_by_name(school: School) -> dict[str, list[Person]]:
    """Pupils who are here, by their names in small letters and by UPN; several may bear one name."""
    found: dict[str, list[Person]] = {}
    for pupil in Person.objects.for_school(school).filter(kind="pupil").on_roll(timezone.localdate()):
        for key in {pupil.name.casefold(), pupil.upn.casefold()} - {""}:
            found.setdefault(key, []).append(pupil)
    return found


def approved_systems(school: School) -> list[str]:
    """The systems through which somebody outside may come, as the school has named them."""
    return [name.strip() for name in str(values_of(school)[SYSTEMS.key]).split(",") if name.strip()]


def is_approved(system: str, systems: Iterable[str]) -> bool:
    """Whether a system is one of those that are approved."""
    return system.strip().casefold() in {name.casefold() for name in systems}
