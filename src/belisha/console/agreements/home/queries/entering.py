"""Who is at the parents' pages: somebody with an account, or who came by a link; and whose children they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import User
from belisha.console.access.sign_in.sealing import digest
from belisha.console.agreements.models import HomeLink
from belisha.console.people.models import Person
from belisha.console.people.queries.families import children_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.people.models import Relationship

__all__ = ["Family", "adults_with_address", "family_by_visit", "family_of_user", "link_by_token", "links_lately"]


class Family(NamedTuple):
    """An adult and the children whom they may see. `way`: as answers and signatures keep it."""

    user: User
    way: str
    children: list[Relationship]

    def link_to(self, number: int, *, answering: bool = False) -> Relationship:
        """What they are to one child, by the child's number. Raises Http404.

        `answering`: only with parental responsibility.
        """
        for link in self.children:
            if link.child_id == number and (link.parental_responsibility or not answering):
                return link
        raise Http404

    @property
    def responsible(self) -> list[Relationship]:
        """Those children for whom they may answer."""
        return [link for link in self.children if link.parental_responsibility]


def family_of_user(user: User, today: date) -> Family | None:
    """The family of whoever signs in by an account; None without a child here whom they may see."""
    if user.kind == User.Kind.PUPIL:
        return None
    children = children_of(user, today)
    return Family(user, "portal", children) if children else None


def family_by_visit(token: str, now: datetime) -> Family | None:
    """The family of whoever came in by a link and is still in; None for everybody else."""
    if not token:
        return None
    links = HomeLink.objects.filter(visit=digest("home-visit", token), visit_until__gt=now)
    link = links.filter(person__merged_into__isnull=True).select_related("person__user__joined_to").first()
    if link is None:
        return None
    user = link.person.user.joined_to or link.person.user
    children = children_of(user, timezone.localdate(now))
    return Family(user, "link", children) if children else None


def link_by_token(token: str, now: datetime) -> HomeLink | None:
    """A link that can still be used."""
    found = HomeLink.objects.filter(digest=digest("home-link", token), until__gt=now, used_at__isnull=True)
    return found.filter(person__merged_into__isnull=True).select_related("person__school", "person__user").first()


def adults_with_address(email: str, today: date) -> list[Person]:
    """Adults of the register with this address who have a child here whom they may see; each account once."""
    if not email:
        return []
    people = Person.objects.filter(merged_into__isnull=True).exclude(kind=User.Kind.PUPIL)
    people = people.filter(Q(email__iexact=email) | Q(email="", user__email__iexact=email))
    found: dict[int, Person] = {}
    for person in people.select_related("user__joined_to", "school__federation").order_by("pk"):
        user = person.user.joined_to or person.user
        if user.pk not in found and children_of(user, today):
            found[user.pk] = person
    return list(found.values())


def links_lately(person: Person, since: datetime) -> int:
    """How many links were made for somebody since a moment."""
    return HomeLink.objects.filter(person=person, made_at__gt=since).count()
