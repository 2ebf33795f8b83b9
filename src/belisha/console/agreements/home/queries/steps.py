"""What families did and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from belisha.console.agreements.models import FamilyStep, Notice, NoticeRead

if TYPE_CHECKING:
    from collections.abc import Collection

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["has_step", "notice_for", "notices_for", "read_by", "steps_of"]


def has_step(person: Person, child: Person | None, kind: str, item: str) -> bool:
    """Whether somebody noted this."""
    return FamilyStep.objects.filter(person=person, child=child, kind=kind, item=item).exists()


def steps_of(people: Collection[int], children: Collection[int] = ()) -> set[tuple[str, str, int | None]]:
    """What some entries of one adult noted: kind, item and the child's number (none: for all of theirs)."""
    rows = FamilyStep.objects.filter(Q(child__isnull=True) | Q(child__in=children), person__in=people)
    return set(rows.values_list("kind", "item", "child_id"))


def notices_for(schools: Collection[School]) -> list[Notice]:
    """What some schools tell parents now, newest first: at most 100."""
    rows = Notice.objects.filter(school__in=schools, withdrawn_at__isnull=True).select_related("school")
    return list(rows.order_by("-sent_at", "-pk")[:100])


def notice_for(schools: Collection[School], number: int) -> Notice | None:
    """One of them."""
    rows = Notice.objects.filter(school__in=schools, withdrawn_at__isnull=True, pk=number)
    return rows.select_related("school").first()


def read_by(people: Collection[int]) -> set[int]:
    """The numbers of the notices that somebody has opened."""
    return set(NoticeRead.objects.filter(person__in=people).values_list("notice_id", flat=True))
