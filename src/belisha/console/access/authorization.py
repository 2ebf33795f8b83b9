"""Who may do what, answered by one function: `check_permission` raises with a reason, `has_permission` asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Cover, Post, School, User
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.rules import Holding, Place, Term, held, role_giving

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.permissions import Permission

__all__ = [
    "Holding",
    "NotAllowedError",
    "check_permission",
    "has_permission",
    "holdings",
    "role_for",
    "schools_for",
    "term_of",
]


# what somebody is by being on the register, without a post
IMPLIED: Final = {User.Kind.PUPIL: Role.PUPIL, User.Kind.PARENT: Role.PARENT, User.Kind.VISITOR: Role.VISITOR}


class NotAllowedError(PermissionDenied):
    """Somebody may not do this; the text says what is missing."""


def holdings(user: User) -> tuple[Holding, ...]:
    """The roles of a user today, by post, by cover, and by what they are. Kept with the user object: two queries."""
    kept: tuple[Holding, ...] | None = getattr(user, "_holdings", None)
    if kept is None:
        kept = _holdings(user)
        user._holdings = kept  # type: ignore[attr-defined]
    return kept


def _holdings(user: User) -> tuple[Holding, ...]:
    today = timezone.localdate()
    posts = Post.objects.held_on(today).filter(holder=user).order_by("first", "role", "pk")
    covers = Cover.objects.filter(by=user, first__lte=today, last__gte=today).select_related("post")
    terms = [term_of(post) for post in posts]
    terms += [
        Term(Role(cover.post.role), place_of(cover.post), cover.first, cover.last, post=term_of(cover.post))
        for cover in covers.order_by("first", "post__role", "pk")
    ]
    own = [
        Holding(role, school, user.federation_id, covering=False)
        for kind, role in IMPLIED.items()
        if user.kind == kind
        for school in (user.school_id, *_joined_schools(user))
    ]
    return (*held(terms, today), *own)


def _joined_schools(user: User) -> list[int | None]:
    """The other schools that somebody signs in for by this account: parents alone."""
    if user.kind != User.Kind.PARENT:
        return []
    return list(User.objects.filter(joined_to=user).order_by("pk").values_list("school_id", flat=True))


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
        able = ", ".join(str(rule.title) for rule in ROLES.values() if permission in rule.permissions)
        message = f"This needs one of these roles: {able}."
        raise NotAllowedError(message)
    return role


def schools_for(user: User) -> QuerySet[School]:
    """The schools that a user has anything to do with: the one door to schools for pages."""
    held = holdings(user)
    whole = {holding.federation for holding in held if holding.school is None}
    single = {holding.school for holding in held if holding.school is not None}
    return School.objects.filter(Q(federation__in=whole) | Q(pk__in={*single, user.school_id}))
