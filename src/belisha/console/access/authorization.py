"""Who may do what, answered by one function: `check_permission` raises with a reason, `has_permission` asks it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Cover, Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.rules import Holding, Place, Term, held, role_giving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.permissions import Permission
    from belisha.console.access.roles import RoleRule

__all__ = [
    "Holding",
    "NotAllowedError",
    "RoleNeededError",
    "check_permission",
    "has_permission",
    "holdings",
    "keep_holdings",
    "only_school",
    "role_for",
    "schools_for",
    "term_of",
]


# what somebody is by being on the register, without a post
IMPLIED: Final = {User.Kind.PUPIL: Role.PUPIL, User.Kind.PARENT: Role.PARENT, User.Kind.VISITOR: Role.VISITOR}


class NotAllowedError(PermissionDenied):
    """Somebody may not do this; the text says what is missing."""


class RoleNeededError(NotAllowedError):
    """Somebody lacks a role for this, and whoever holds one may; the text names the roles."""

    def __init__(self, able: Iterable[RoleRule]) -> None:
        """`able`: the rules of the roles that may."""
        names = ", ".join(str(rule.title) for rule in able)
        super().__init__(_("This needs one of these roles: %(roles)s.") % {"roles": names})


def holdings(user: User) -> tuple[Holding, ...]:
    """The roles of a user today, by post, by cover, and by what they are. Kept with the user object: two queries."""
    keep_holdings([user])
    kept: tuple[Holding, ...] = user._holdings  # type: ignore[attr-defined]  # keep_holdings put it there
    return kept


def keep_holdings(users: Iterable[User]) -> None:
    """Read the roles of many users at once, where they are not kept with the objects yet: three queries at most."""
    new = [user for user in users if getattr(user, "_holdings", None) is None]
    if not new:
        return
    today, terms = timezone.localdate(), defaultdict[int, list[Term]](list)
    for post in Post.objects.held_on(today).filter(holder__in=new).order_by("first", "role", "pk"):
        terms[post.holder_id].append(term_of(post))
    covers = Cover.objects.filter(by__in=new, first__lte=today, last__gte=today).select_related("post")
    for cover in covers.order_by("first", "post__role", "pk"):
        post = cover.post
        term = Term(Role(post.role), place_of(post), cover.first, cover.last, post=term_of(post))
        terms[cover.by_id].append(term)
    joined = _joined_schools(new)
    for user in new:
        own = [
            Holding(role, school, user.federation_id, covering=False)
            for kind, role in IMPLIED.items()
            if user.kind == kind
            for school in (user.school_id, *joined[user.pk])
        ]
        user._holdings = (*held(terms[user.pk], today), *own)  # type: ignore[attr-defined]


def _joined_schools(users: Iterable[User]) -> dict[int, list[int | None]]:
    """The other schools that some users sign in for by this account: parents alone."""
    found: dict[int, list[int | None]] = defaultdict(list)
    parents = [user.pk for user in users if user.kind == User.Kind.PARENT]
    if parents:
        rows = User.objects.filter(joined_to__in=parents).order_by("pk").values_list("joined_to", "school_id")
        for parent, school in rows:
            found[parent or 0].append(school)
    return found


def term_of(post: Post) -> Term:
    """A post as the rules take it."""
    return Term(Role(post.role), place_of(post), post.first, post.last)


def place_of(thing: Post | School) -> Place:
    """Where a post is held, or a school itself, as the rules take it."""
    return Place(thing.pk if isinstance(thing, School) else thing.school_id, thing.federation_id)


def role_for(user: User, permission: Permission, school: School | None) -> Role | None:
    """The role that gives a user this right at a school (None: for the whole federation), or None without the right."""
    if not user.is_active:
        return None
    place = place_of(school) if school else Place(None, user.federation_id)
    return role_giving(holdings(user), permission, place)


def has_permission(user: User, permission: Permission, school: School | None) -> bool:
    """Whether a user may do this at a school (None: for the whole federation)."""
    return role_for(user, permission, school) is not None


def check_permission(user: User, permission: Permission, school: School | None) -> Role:
    """The role that allows it. Raises NotAllowedError, with the roles that would."""
    role = role_for(user, permission, school)
    if role is None:
        raise RoleNeededError(rule for rule in ROLES.values() if permission in rule.permissions)
    return role


def only_school(user: User) -> int | None:
    """The number of the one school that a user has anything to do with; None for whoever has several, or none."""
    found = {holding.school for holding in holdings(user)} | ({user.school_id} if user.school_id else set())
    return found.pop() if len(found) == 1 else None


def schools_for(user: User) -> QuerySet[School]:
    """The schools that a user has anything to do with: the one door to schools for pages."""
    held = holdings(user)
    whole = {holding.federation for holding in held if holding.school is None}
    single = {holding.school for holding in held if holding.school is not None}
    return School.objects.filter(Q(federation__in=whole) | Q(pk__in={*single, user.school_id}))
