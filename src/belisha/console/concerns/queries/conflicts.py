"""Whose concerns somebody never sees, whatever their role: their own, their family's, and of whom they stand for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Cover, User
from belisha.console.access.remembering import remembered
from belisha.console.people.models import Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["Near", "family_of", "near_to_each", "own_and_stood_for"]


class Near(NamedTuple):
    """People on the register whom somebody is or acts for, and their family."""

    own: set[int]
    family: set[int]


def own_and_stood_for(by: By) -> set[int]:
    """People on the register that somebody is or acts for: themselves, who really sits there, whose post they cover.

    One person may be on several registers, and be on one as colleague and as parent: e-mail tells. Two queries, once
    for all that a home page asks about concerns.
    """
    users = _sitting(by.user) | _sitting(by.behind)
    today = timezone.localdate()
    who = frozenset(user.pk for user in users)
    return set(remembered(("own and stood for", who, today), lambda: _owns({0: users}, today)[0]))


def _sitting(user: User | None) -> set[User]:
    """A user and, where the page is asked for in their name, who really sits there."""
    return {each for each in (user, user.sat_by) if each is not None} if user else set()


def _owns(groups: dict[int, set[User]], today: date) -> dict[int, set[int]]:
    """The people that each of some groups of accounts is or acts for. Two queries."""
    users = {user for group in groups.values() for user in group}
    stood_for = defaultdict(set)
    for cover in Cover.objects.filter(by__in=users, first__lte=today, last__gte=today).select_related("post__holder"):
        stood_for[cover.by_id].add(cover.post.holder)
    whole = {key: group.union(*(stood_for[user.pk] for user in group)) for key, group in groups.items()}
    rows = _people({user for group in whole.values() for user in group})
    return {key: {row.pk for row in rows if _is_of(row, group)} for key, group in whole.items()}


def _people(users: set[User]) -> list[Person]:
    """Everybody on the register who may be one of these accounts: by account, or by e-mail."""
    found = Person.objects.filter(user__in=User.objects.signing_in_by(users)).order_by().values("pk")
    mails, accounts = Q(), Q()
    for mail in {user.email.lower() for user in users if user.email}:
        mails |= Q(email__iexact=mail)
        accounts |= Q(email__iexact=mail)
    if mails:  # each by its own index, which one question with all of them in it would not use
        by_mail = Person.objects.filter(mails).order_by().values("pk")
        by_account = Person.objects.filter(user__in=User.objects.filter(accounts)).order_by().values("pk")
        found = found.union(by_mail, by_account)
    federations = {user.federation_id for user in users}
    people = Person.objects.filter(pk__in=found, school__federation__in=federations)
    return list(people.select_related("user", "school"))


def _is_of(person: Person, users: set[User]) -> bool:
    """Whether somebody on the register is one of some accounts, as `_people` asks it of the database."""
    numbers, mails = {user.pk for user in users}, {user.email.casefold() for user in users if user.email}
    if person.school.federation_id not in {user.federation_id for user in users}:
        return False
    account = person.user
    joined = {account.pk, account.joined_to_id} if account else set()
    written = {person.email.casefold(), account.email.casefold() if account else ""}
    return bool(joined & numbers or written & mails)


def family_of(people: set[int]) -> set[int]:
    """Their children, and the other adults of these children. Two queries, once for all that a home page asks."""
    return set(remembered(("family", frozenset(people)), lambda: _families([people])[0]))


def _families(groups: list[set[int]]) -> list[set[int]]:
    """The family of each of some groups of people. Two queries."""
    everybody = set().union(*groups)
    links = set(Relationship.objects.filter(adult__in=everybody).order_by().values_list("adult", "child"))
    adults = Relationship.objects.filter(child__in={child for _adult, child in links})
    adults = adults.exclude(kind=Relationship.Kind.SOCIAL_WORKER).order_by()
    others = set(adults.values_list("adult", "child"))
    found = []
    for people in groups:
        children = {child for adult, child in links if adult in people}
        found.append((children | {adult for adult, child in others if child in children}) - people)
    return found


def near_to_each(users: Iterable[User]) -> dict[int, Near]:
    """By account: whom each of many is or acts for, and their family; as the questions above. Four queries."""
    owns = _owns({user.pk: _sitting(user) for user in users}, timezone.localdate())
    families = _families(list(owns.values()))
    return {number: Near(own, family) for (number, own), family in zip(owns.items(), families, strict=True)}
