"""Accounts of a school: one of them with all that belongs to it, and who may answer for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.access.accounts.queries.rules_in_force import password_due, password_rule
from belisha.console.access.accounts.queries.services import accesses_of
from belisha.console.access.models import Card, Cover, PictureCode, Post, User
from belisha.console.access.sign_in.queries import has_factor, sessions_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.accounts.rules.passwords import PasswordRule
    from belisha.console.access.models import GenericAccount, School, ServiceAccess

__all__ = ["AccountFacts", "accounts_of", "colleagues", "facts_of", "state_of"]


class AccountFacts(NamedTuple):
    """What an account page shows."""

    user: User
    state: str
    rule: PasswordRule
    due: datetime | None
    posts: list[Post]
    covers: list[Cover]
    services: list[ServiceAccess]
    generic: GenericAccount | None
    sessions: int
    factor: bool
    card: bool
    pictures: bool


def accounts_of(school: School) -> QuerySet[User]:
    """Everybody who belongs to a school, with an account or not: the one door for pages."""
    return User.objects.for_school(school).select_related("school__federation", "federation")


def colleagues(school: School) -> QuerySet[User]:
    """Staff of a school whose accounts are open and their own, by name."""
    staff = User.objects.for_school(school).filter(kind=User.Kind.STAFF, generic__isnull=True)
    return staff.filter(opened_at__isnull=False, closed_at__isnull=True).order_by("name", "pk")


def state_of(user: User) -> str:
    """open, closed, or none: never opened."""
    if user.is_active:
        return "open"
    return "closed" if user.opened_at else "none"


def facts_of(user: User) -> AccountFacts:
    """All about one account. A fixed number of queries."""
    today = timezone.localdate()
    rule = password_rule(user)
    covers = Cover.objects.filter(by=user, last__gte=today).select_related("post__school", "post__holder")
    posts = Post.objects.not_over_on(today).filter(holder=user).select_related("school")
    return AccountFacts(
        user=user,
        state=state_of(user),
        rule=rule,
        due=password_due(user, rule) if user.is_active else None,
        posts=list(posts.order_by("first", "pk")),
        covers=list(covers.order_by("first", "pk")),
        services=list(accesses_of(user)),
        generic=getattr(user, "generic", None),
        sessions=sessions_of(user).count(),
        factor=has_factor(user),
        card=Card.objects.filter(user=user, revoked_at__isnull=True).exists(),
        pictures=PictureCode.objects.filter(user=user).exists(),
    )
