"""Who is in a concern, who reads it, who could be let in: each by a place in its concern, never by a running number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.access.posts.queries import candidates
from belisha.console.concerns.models import Merge, Reader, Subject, Tie
from belisha.console.concerns.queries.merged import merged_into
from belisha.console.concerns.queries.visible import everybody_in, may_work, routes_of, visible

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = [
    "colleague",
    "colleagues",
    "is_reader",
    "merge_of",
    "merges_of",
    "numbered_subjects",
    "reader_of",
    "readers_of",
    "subject_of",
    "tie_of",
    "ties_for",
    "workable",
]


def numbered_subjects(by: By, concern: Concern) -> list[tuple[int, Subject]]:
    """The subjects that somebody may see, each with its place in the concern, by which addresses name it."""
    rows = everybody_in(concern)
    works = may_work(by, concern)
    seen = [(number, row) for number, row in enumerate(rows, 1) if row.ended_at is None]
    return [(number, row) for number, row in seen if works or not row.restricted]


def subject_of(by: By, concern: Concern, number: int) -> Subject:
    """A subject by its place. Raises Http404."""
    for place, subject in numbered_subjects(by, concern):
        if place == number:
            return subject
    raise Http404


def readers_of(concern: Concern) -> list[tuple[int, Reader]]:
    """Who was let in and is, each with its place in the concern."""
    rows = list(concern.readers.select_related("user", "given_by").order_by("pk"))
    today = timezone.localdate()
    return [
        (number, row)
        for number, row in enumerate(rows, 1)
        if row.ended_at is None and (row.until is None or row.until >= today)
    ]


def reader_of(concern: Concern, number: int) -> Reader:
    """Somebody who was let in, by their place. Raises Http404."""
    for place, reader in readers_of(concern):
        if place == number:
            return reader
    raise Http404


def colleagues(school: School) -> list[tuple[int, str]]:
    """Who of a school may be let into a concern: colleagues and governors who can sign in."""
    users = candidates(school).filter(kind__in=[User.Kind.STAFF, User.Kind.GOVERNOR]).order_by("name", "pk")
    return [(user.pk, user.name) for user in users]


def colleague(school: School, number: int) -> User:
    """One of those who may be let in. Raises Http404."""
    user: User | None = candidates(school).filter(pk=number).first()
    if user is None:
        raise Http404
    return user


def ties_for(by: By, concern: Concern) -> list[tuple[int, Tie, Concern]]:
    """The links of a concern with others that somebody may see as well: place, link, and the other concern."""
    mine = Q(one=concern) | Q(other=concern)
    mine |= Q(one__merged_into=concern) | Q(other__merged_into=concern)
    found = []
    rows = Tie.objects.filter(mine).select_related("one__merged_into", "other__merged_into", "made_by").order_by("pk")
    for number, row in enumerate(rows, 1):
        ends = [end.merged_into or end for end in (row.one, row.other)]
        other = next((end for end in ends if end.pk != concern.pk), None)
        if row.ended_at is None and other is not None:
            found.append((number, row, other))
    seen = set(
        visible(by, concern.school).filter(pk__in=[other.pk for *_rest, other in found]).values_list("pk", flat=True)
    )
    return [each for each in found if each[2].pk in seen]


def tie_of(by: By, concern: Concern, number: int) -> tuple[Tie, Concern]:
    """A link with another concern, by its place. Raises Http404."""
    for place, row, other in ties_for(by, concern):
        if place == number:
            return row, other
    raise Http404


def merges_of(concern: Concern) -> list[tuple[int, Merge]]:
    """What was put into a concern itself and is there, each with its place. Two queries; one where nothing was."""
    if not merged_into(concern):
        return []
    rows = Merge.objects.filter(target=concern).select_related("source", "target__school").order_by("pk")
    return [(number, row) for number, row in enumerate(rows, 1) if row.ended_at is None]


def merge_of(concern: Concern, number: int) -> Merge:
    """One, by its place. Raises Http404."""
    for place, row in merges_of(concern):
        if place == number:
            return row
    raise Http404


def workable(by: By, school: School, reference: str) -> Concern | None:
    """A concern that somebody works on, by its reference; None alike for one that is hidden and for one that is not."""
    return (
        visible(by, school)
        .filter(reference=reference, route__in=routes_of(by, school))
        .select_related("school")
        .first()
    )


def is_reader(user: User) -> bool:
    """Whether somebody was let into any concern and was not shut out again. One query."""
    return Reader.objects.filter(user=user, ended_at=None).exists()
