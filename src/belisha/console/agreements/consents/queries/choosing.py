"""What forms of consents choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from belisha.console.access.models import Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["adult_of", "own_entry", "staff_accounts"]


def staff_accounts(school: School) -> dict[str, User]:
    """Who can be told to take something down, by their number as text: whoever sees such tasks. One query."""
    roles = [role.value for role, rule in ROLES.items() if Permission.SEE_SIGNATURES in rule.permissions]
    here = Q(school=school) | Q(school__isnull=True, federation=school.federation_id)
    posts = Post.objects.held_on(timezone.localdate()).filter(here, role__in=roles, holder__closed_at__isnull=True)
    posts = posts.select_related("holder")
    found = {post.holder_id: post.holder for post in posts}
    return {str(pk): user for pk, user in sorted(found.items(), key=lambda pair: pair[1].name)}


def adult_of(school: School, number: int) -> Person | None:
    """An adult of a school by their number."""
    people = Person.objects.for_school(school).exclude(kind=User.Kind.PUPIL)
    return people.filter(pk=number).select_related("school__federation", "user").first()


def own_entry(user: User) -> Person | None:
    """Somebody's own entry on the register."""
    people = Person.objects.filter(user=user, merged_into__isnull=True)
    return people.select_related("school__federation", "user").first()
