"""Who may know of which alert: by post, and never of oneself or one's own family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Cover, Post, User
from belisha.console.access.posts.queries import holders
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import Role
from belisha.console.monitoring.alerts.queries.holders import roles_at
from belisha.console.monitoring.alerts.rules import STAFF, ties_name
from belisha.console.monitoring.models import Alert
from belisha.console.people.models import DeclaredTie, Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School
    from belisha.console.monitoring.models.alerts import AlertQuerySet

__all__ = ["Sight", "alerts_for", "family_of_user", "readers_of", "route_for", "route_of", "sight_of"]

Route = Alert.Route
HEADS: Final = (Role.HEAD, Role.EXECUTIVE_HEAD)
READERS: Final = {
    Route.SAFEGUARDING: (Role.DSL, Role.DEPUTY_DSL, *HEADS),
    Route.HEAD: HEADS,
    Route.CHAIR: (Role.CHAIR,),
}
# who hears of it at once; the next ones where there is nobody
TOLD_FIRST: Final = {Route.SAFEGUARDING: (Role.DSL, Role.DEPUTY_DSL), Route.HEAD: HEADS, Route.CHAIR: (Role.CHAIR,)}
UP: Final = (Route.SAFEGUARDING, Route.HEAD, Route.CHAIR)


class Sight(NamedTuple):
    """What somebody may know of: alerts of these routes, but none about these people."""

    routes: frozenset[str]
    hidden: frozenset[int]


def sight_of(user: User, school: School) -> Sight:
    """What somebody may know of at a school. Asked once for each user object and school."""
    kept: dict[int, Sight] = user.__dict__.setdefault("_alert_sight", {})
    if school.pk not in kept:
        roles = roles_at(user, school)
        routes = frozenset(route.value for route, able in READERS.items() if roles & set(able))
        kept[school.pk] = Sight(routes, family_of_user(user, school) if routes else frozenset())
    return kept[school.pk]


def alerts_for(user: User, school: School) -> AlertQuerySet:
    """The alerts of a school that somebody may know of: nothing else is ever listed, counted or opened for them."""
    sight = sight_of(user, school)
    rows: AlertQuerySet = Alert.objects.for_school(school).filter(route__in=sight.routes)
    return rows.exclude(person__in=sight.hidden) if sight.hidden else rows


def family_of_user(user: User, school: School) -> frozenset[int]:
    """Somebody's own rows on the register, their family's, and those of pupils whom a declared tie names.

    With those of whoever really sits there in their place, and of whose post they cover. Asked once for a page.
    """
    here = [user, *([user.sat_by] if user.sat_by else [])]
    key = ("family of a reader", frozenset(each.pk for each in here), school.pk)
    return remembered(key, lambda: _family_of(_acting(here), school))


def _family_of(acting: list[User], school: School) -> frozenset[int]:
    by_account = Person.objects.filter(user__in=User.objects.signing_in_by(acting))
    by_mail = [
        Person.objects.filter(email__iexact=mail, school__federation=federation)
        for mail, federation in sorted({(each.email.lower(), each.federation_id) for each in acting if each.email})
    ]
    # side by side: one within the other is more than SQLite reads for somebody who covers many posts
    first, *others = (each.order_by().values_list("pk", flat=True) for each in (by_account, *by_mail))
    own = set(first.union(*others))
    if not own:
        return frozenset()
    links = list(Relationship.objects.filter(Q(adult__in=own) | Q(child__in=own)).values_list("adult_id", "child_id"))
    found = own | {number for link in links for number in link}
    children = {child for _adult, child in links}
    if children:  # the other parents, brothers and sisters
        adults = set(Relationship.objects.filter(child__in=children).values_list("adult_id", flat=True))
        found |= adults | set(Relationship.objects.filter(adult__in=adults).values_list("child_id", flat=True))
    return frozenset(found | _named_in_ties(own, school))


def _acting(here: list[User]) -> list[User]:
    """Somebody, who sits there in their place, and those whom they or that one stand in for today."""
    today = timezone.localdate()
    covers = Cover.objects.filter(by__in=here, first__lte=today, last__gte=today).select_related("post__holder")
    return [*here, *(cover.post.holder for cover in covers.order_by("pk"))]


def _named_in_ties(own: set[int], school: School) -> set[int]:
    today = timezone.localdate()
    running = Q(ended__isnull=True) | Q(ended__gte=today)
    ties = list(DeclaredTie.objects.filter(running, person__in=own).values_list("tie", flat=True))
    if not ties:
        return set()
    people = Person.objects.for_school(school).values_list("pk", "given", "known_as", "family")
    return {
        number
        for number, given, known_as, family in people.iterator()
        for tie in ties
        if family and any(ties_name(tie, (first, family)) for first in (given, known_as) if first)
    }


def route_for(school: School, person: Person | None) -> Route:
    """To whom an alert about somebody goes: the first who are there and are not their family."""
    wanted = UP.index(route_of(school, person))
    for route in UP[wanted:]:
        if readers_of(school, route, person):
            return route
    return UP[wanted]


def route_of(school: School, person: Person | None) -> Route:
    """To whom an alert about somebody belongs by what they are."""
    if person is None or person.kind not in STAFF:
        return Route.SAFEGUARDING
    held = Post.objects.for_school(school).held_on(timezone.localdate()).filter(holder=person.user_id)
    roles = set(held.values_list("role", flat=True))
    return Route.CHAIR if roles & {role.value for role in HEADS} else Route.HEAD


def readers_of(school: School, route: str, person: Person | None, *, all_readers: bool = False) -> list[User]:
    """Those who hear of an alert: first the team, and where none of it may, everybody who may read it."""
    for roles in (TOLD_FIRST[Route(route)], READERS[Route(route)])[all_readers:]:
        able = _without_family(holders(school, roles), school, person)
        if able:
            return able
    return []


def _without_family(users: Iterable[User], school: School, person: Person | None) -> list[User]:
    if person is None:
        return list(users)
    return [user for user in users if person.pk not in family_of_user(user, school)]
