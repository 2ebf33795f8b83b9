"""Who can be filter manager, who is, and whose right ends soon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from belisha.console.access.models import Post, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import ROLES
from belisha.console.filtering.changes.queries.steps import human, manager_rights

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.filtering.models import ManagerRight

    Place = School | Federation

__all__ = ["SOON", "candidate", "candidates", "ending_soon", "without_factor"]

SOON: Final = timedelta(days=14)
_ABLE: Final = [role.value for role, rule in ROLES.items() if Permission.APPLY_FILTER_CHANGES in rule.permissions]


def candidates(place: Place, by: By | None = None) -> list[User]:
    """Those whose role applies changes at a place, but for whoever asks, by name. One query."""
    if isinstance(place, School):
        held = Post.objects.for_school(place)
    else:
        held = Post.objects.filter(federation=place, school__isnull=True)
    posts = held.filter(role__in=_ABLE).values("holder_id")
    able = User.objects.filter(pk__in=posts, opened_at__isnull=False, closed_at__isnull=True)
    asking = human(by) if by else None
    if asking:
        able = able.exclude(pk=asking.pk)
    return list(able.order_by("name", "pk"))


def candidate(place: Place, number: str) -> User:
    """One of them. Raises ValidationError."""
    found = next((user for user in candidates(place) if str(user.pk) == number), None)
    if found is None:
        raise ValidationError({"user": _("Choose one of these people.")})
    return found


def without_factor(place: Place, today: date) -> list[User]:
    """Filter managers of today who could not apply anything: they have no second factor."""
    able = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user_id")
    rights = manager_rights(place).on(today).select_related("user").exclude(user__in=able)
    return sorted({right.user for right in rights}, key=lambda user: (user.name, user.pk))


def ending_soon(place: Place, today: date) -> list[ManagerRight]:
    """Rights that end within two weeks and are not given anew. One query, once for a page."""
    return list(remembered(("rights that end", place, today), lambda: _ending_soon(place, today)))


def _ending_soon(place: Place, today: date) -> list[ManagerRight]:
    rights = list(manager_rights(place).filter(ended_at__isnull=True, last__gte=today).select_related("user"))
    latest = {right.user_id: max(each.last for each in rights if each.user_id == right.user_id) for right in rights}
    soon = [right for right in rights if right.last == latest[right.user_id] and right.last <= today + SOON]
    return sorted(soon, key=lambda right: (right.last, right.pk))
