"""The page of whoever may not go on: the true reason, and what they can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import render

from belisha.console.access.authorization import RoleNeededError, holdings
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES

if TYPE_CHECKING:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpRequest, HttpResponse

__all__ = ["refused"]

# who holds no post at the school, and could be given none
OUTSIDE: Final = frozenset({User.Kind.PARENT, User.Kind.VISITOR})


def refused(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """What Django shows instead of a page that is not open: `handler403` of the addresses."""
    by_role = isinstance(exception, RoleNeededError)
    told = {"reason": str(exception), "ask_whom": _ask_whom(request.user) if by_role else ""}
    return render(request, "403.html", told, status=403)


def _ask_whom(user: object) -> str:
    """Whom somebody who lacks a role can turn to: "nobody" for children, who are not to have one."""
    if not isinstance(user, User):
        return ""
    if user.kind == User.Kind.PUPIL:
        return "nobody"
    if user.kind in OUTSIDE:
        return "office"
    appoints = any(Permission.CHANGE_POSTS in ROLES[each.role].permissions for each in holdings(user))
    return "self" if appoints else "head"
