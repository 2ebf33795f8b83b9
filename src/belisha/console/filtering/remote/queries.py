"""What remote access there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from belisha.console.filtering.models import RemoteGrant

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["grant_of", "grants_of"]


def grants_of(school: School) -> QuerySet[RemoteGrant]:
    """All remote access into a school, asked for, open and closed."""
    return RemoteGrant.objects.for_school(school).select_related("approved_by", "asked_by", "closed_by")


def grant_of(school: School, pk: int) -> RemoteGrant:
    """One remote access. Raises Http404."""
    found = grants_of(school).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
