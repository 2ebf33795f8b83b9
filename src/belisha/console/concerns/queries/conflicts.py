"""Whose concerns somebody never sees, whatever their role: their own, their family's, and of whom they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Cover, User
from belisha.console.access.remembering import remembered
from belisha.console.people.models import Person, Relationship

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["family_of", "own_and_stood_for"]


def own_and_stood_for(by: By) -> set[int]:
    """People on the register that somebody is or acts for: themselves, who really sits there, whose post they cover.

    One person may be on several registers, and be on one as colleague and as parent: e-mail tells. Two queries, once
    for all that a home page asks about concerns.
    """
    users = {user for user in (by.user, by.behind) if user is not None}
    today = timezone.localdate()
    who = frozenset(user.pk for user in users)
    return set(remembered(("own and stood for", who, today), lambda: _own_and_stood_for(users, today)))


def _own_and_stood_for(users: set[User], today: date) -> set[int]:
    covers = Cover.objects.filter(by__in=users, first__lte=today, last__gte=today)
    users = users | set(User.objects.filter(posts__covers__in=covers))
    mails = {user.email.lower() for user in users if user.email}
    federations = {user.federation_id for user in users}
    same = Q(user__in=users) | Q(user__joined_to__in=users)
    for mail in mails:
        same |= Q(email__iexact=mail) | Q(user__email__iexact=mail)
    found = Person.objects.filter(same, school__federation__in=federations)
    return set(found.values_list("pk", flat=True))


def family_of(people: set[int]) -> set[int]:
    """Their children, and the other adults of these children. Two queries, once for all that a home page asks."""
    return set(remembered(("family", frozenset(people)), lambda: _family_of(people)))


def _family_of(people: set[int]) -> set[int]:
    children = set(Relationship.objects.filter(adult__in=people).values_list("child", flat=True))
    adults = Relationship.objects.filter(child__in=children).exclude(kind=Relationship.Kind.SOCIAL_WORKER)
    return (children | set(adults.values_list("adult", flat=True))) - people
