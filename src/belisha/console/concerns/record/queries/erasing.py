"""Finding the entry whose words are to be erased, without reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.concerns.models import Concern, Entry
from belisha.console.concerns.queries.visible import hiding

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["to_erase"]


def to_erase(by: By, school: School, reference: str, number: int) -> Entry | None:
    """An entry by the reference of its concern and its number there; None where there is none, or it is about them."""
    concerns = Concern.objects.for_school(school).exclude(pk__in=hiding(by).values("concern"))
    entries = Entry.objects.filter(concern__in=concerns.filter(reference=reference)).order_by("pk")
    found = entries.defer("text", "details").select_related("by", "concern__school", "concern__merged_into")
    return next(iter(found[number - 1 : number]), None)
