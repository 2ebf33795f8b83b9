"""What opens by a secret in an address: sittings and links, and who may sign there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.agreements.models import SigningLink, Sitting
from belisha.console.agreements.signing.queries.standing import standings
from belisha.console.agreements.signing.rules import secret_digest
from belisha.console.people.models import Membership, Person, Photo

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.signing.queries.standing import Line
    from belisha.console.people.models import Group

__all__ = ["Child", "child_of", "children_of", "link_of", "open_sittings", "photo_in", "pupils_of", "sitting_of"]


class Child(NamedTuple):
    """A child of a class, and what they have still to sign."""

    person: Person
    to_sign: list[Line]
    asked: bool
    has_photo: bool


def sitting_of(token: str, kind: str) -> Sitting:
    """The open sitting of a secret. Raises Http404."""
    rows = Sitting.objects.open_at(timezone.now()).filter(digest=secret_digest(token), kind=kind)
    found: Sitting | None = rows.select_related("school__federation", "group", "opened_by").first()
    if found is None:
        raise Http404
    return found


def open_sittings(school: School, kind: str, user: User) -> list[Sitting]:
    """The sittings of a kind that somebody has opened and that go on."""
    rows = Sitting.objects.for_school(school).open_at(timezone.now()).filter(kind=kind, opened_by=user)
    return list(rows.select_related("group", "school"))


def link_of(token: str) -> SigningLink:
    """The link of a secret, while it holds. Raises Http404."""
    rows = SigningLink.objects.filter(digest=secret_digest(token), ended_at__isnull=True, until__gt=timezone.now())
    found = rows.select_related("person__school__federation", "person__user").first()
    if found is None:
        raise Http404
    return found


def pupils_of(group: Group, day: date) -> list[Person]:
    """The children of a class on a day, in the order of a register. One query."""
    held = Membership.objects.on(day).filter(group=group, teaches=False)
    people = Person.objects.filter(pk__in=held.values("person"), kind=User.Kind.PUPIL, merged_into=None).on_roll(day)
    return list(people.select_related("user", "school__federation").order_by("search", "pk"))


def children_of(sitting: Sitting, day: date) -> list[Child]:
    """The children of a sitting's class with what each has to sign. A fixed number of queries."""
    if sitting.group is None:
        raise Http404
    pupils = pupils_of(sitting.group, day)
    found = standings(sitting.school, pupils, day)
    photos = set(Photo.objects.filter(person__in=pupils).values_list("person_id", flat=True))
    return [
        Child(
            pupil,
            [line for line in found[pupil.pk] if not line.is_done],
            bool(found[pupil.pk]),
            pupil.pk in photos,
        )
        for pupil in pupils
    ]


def child_of(sitting: Sitting, number: int, day: date) -> Person:
    """A child of a sitting's class. Raises Http404."""
    if sitting.group is None:
        raise Http404
    found = next((pupil for pupil in pupils_of(sitting.group, day) if pupil.pk == number), None)
    if found is None:
        raise Http404
    return found


def photo_in(sitting: Sitting, number: int, day: date) -> Photo:
    """The photo of a child of a sitting's class. Raises Http404."""
    found = Photo.objects.filter(person=child_of(sitting, number, day)).first()
    if found is None:
        raise Http404
    return found
