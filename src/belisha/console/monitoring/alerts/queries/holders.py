"""Who holds a post at a school today, or stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.authorization import holdings, place_of
from belisha.console.access.models import Cover, Post, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School
    from belisha.console.access.roles import Role

__all__ = ["holders", "roles_at"]


def holders(school: School, roles: Iterable[Role]) -> list[User]:
    """Those who hold one of these posts at a school today, or stand in for it, and can sign in. One query."""
    day = timezone.localdate()
    posts = Post.objects.for_school(school).held_on(day).filter(role__in=[role.value for role in roles])
    covers = Cover.objects.filter(post__in=posts, first__lte=day, last__gte=day)
    holding = Q(pk__in=posts.values("holder")) | Q(pk__in=covers.values("by"))
    return list(User.objects.filter(holding, opened_at__isnull=False, closed_at__isnull=True).order_by("name", "pk"))


def roles_at(user: User, school: School) -> set[Role]:
    """The roles that somebody has today which count at a school."""
    place = place_of(school)
    return {holding.role for holding in holdings(user) if holding.reaches(place)}
