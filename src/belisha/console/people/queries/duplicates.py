"""Entries that may be one person, and what merging two of them would do."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import Post, School, User
from belisha.console.people.actions.merging import FILLED, UNDO_WITHIN, moving_rows
from belisha.console.people.models import Distinct, Merge, Person, Relationship
from belisha.console.people.rules.likeness import Likeness, Row, Why, likenesses

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Pair",
    "Preview",
    "duplicates_of",
    "families_among",
    "how_many_duplicates",
    "merge_of",
    "merges_of",
    "preview_of",
]

REGISTERS_KEPT: Final = 100


class Pair(NamedTuple):
    """Two entries that may be one person, and why."""

    first: Person
    second: Person
    why: Why


class Preview(NamedTuple):
    """What a merge does: fields side by side (name, of the one kept, of the other, what it will be); rows that go over,
    by model label; orders of no contact that come along."""

    fields: list[tuple[str, object, object, object]]
    moving: dict[str, int]
    no_contact: bool


def _alike(school: School) -> list[Likeness]:
    people = Person.objects.for_school(school).filter(Q(left__isnull=True) | Q(left__gte=timezone.localdate()))
    columns = ("pk", "kind", "given", "family", "known_as", "born", "email")
    pairs = _likenesses(tuple(people.order_by("pk").values_list(*columns)))
    apart = set(Distinct.objects.filter(first__school=school).values_list("first_id", "second_id"))
    return [pair for pair in pairs if (pair.first, pair.second) not in apart]


# what was found in a register, by a digest of all that was compared: it is asked for by every home page of the office,
# and changes only with the register. Numbers alone are kept, no names
_found: OrderedDict[bytes, list[Likeness]] = OrderedDict()


def _likenesses(people: tuple[tuple[Any, ...], ...]) -> list[Likeness]:
    digest = blake2b(repr(people).encode(), digest_size=16).digest()
    if digest not in _found:
        _found[digest] = likenesses(Row(pk, kind == User.Kind.PUPIL, *rest) for pk, kind, *rest in people)
        if len(_found) > REGISTERS_KEPT:
            _found.popitem(last=False)
    return _found[digest]


def how_many_duplicates(school: School) -> int:
    """How many pairs of entries may be one person: two queries."""
    return len(_alike(school))


def duplicates_of(school: School, most: int = 100) -> list[Pair]:
    """Pairs that may be one person, surest first: three queries."""
    pairs = _alike(school)[:most]
    ids = {pk for pair in pairs for pk in (pair.first, pair.second)}
    people = {one.pk: one for one in Person.objects.for_school(school).filter(pk__in=ids)}
    return [Pair(people[pair.first], people[pair.second], pair.why) for pair in pairs]


def families_among(people: Iterable[Person]) -> dict[int, list[str]]:
    """Who belongs to each of these, by its number: the names of an adult's children, or of a child's adults."""
    ids = {person.pk for person in people}
    links = Relationship.objects.filter(Q(adult__in=ids) | Q(child__in=ids)).select_related("adult", "child")
    found: dict[int, list[str]] = {}
    for link in links.order_by("child__search", "adult__search", "pk"):
        if link.adult_id in ids:
            found.setdefault(link.adult_id, []).append(link.child.name)
        if link.child_id in ids:
            found.setdefault(link.child_id, []).append(link.adult.name)
    return found


def preview_of(kept: Person, gone: Person) -> Preview:
    """What merging would do, without doing it."""
    fields = []
    for name in ("given", "family", *FILLED, "joined", "left"):
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if mine or theirs:
            fields.append((name, mine, theirs, _result(name, mine, theirs)))
    moving: dict[str, int] = {}
    rows = list(moving_rows(gone))
    for label, _field, _row in rows:
        moving[label] = moving.get(label, 0) + 1
    posts = Post.objects.filter(holder=gone.user_id).count()
    if posts:
        moving[Post._meta.label] = posts
    ordered = any(isinstance(row, Relationship) and row.no_contact for _label, _field, row in rows)
    return Preview(fields, moving, ordered)


def _result(name: str, mine: Any, theirs: Any) -> Any:
    if name == "joined":
        return min(mine, theirs)
    if name == "left":
        return None if mine is None or theirs is None else max(mine, theirs)
    return mine or theirs


def merges_of(school: School) -> list[Merge]:
    """Merges that can still be undone."""
    recent = Merge.objects.for_school(school).filter(undone__isnull=True, at__gte=timezone.now() - UNDO_WITHIN)
    return list(recent.select_related("kept", "gone", "by"))


def merge_of(school: School, pk: int) -> Merge:
    """A merge of a school by its id. Raises Http404."""
    found: Merge = get_object_or_404(Merge.objects.for_school(school).select_related("kept__school", "gone"), pk=pk)
    return found
