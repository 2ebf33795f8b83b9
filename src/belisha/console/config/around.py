"""What stands around every page besides its links: where one goes at once, the way back to the set-up, the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.compliance.starting.views import SETTING_UP
from belisha.console.config.system.guards import place_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School, User

__all__ = ["hides_to", "runs_system", "setting_up"]

# pages of which nobody beside a screen should read anything: one key leaves them
SENSITIVE: Final = ("belisha.console.concerns", "belisha.console.monitoring", "belisha.console.subject_access")


def setting_up(request: HttpRequest, here: School | None) -> str:
    """The steps that somebody came from who is setting up a school, for the way back; "" at the steps themselves."""
    if here is None or request.session.get(SETTING_UP) != here.code:
        return ""
    steps = reverse("start", args=[here.code])
    return "" if request.path == steps else steps


def hides_to(request: HttpRequest, user: User, here: School | None) -> str:
    """Where one goes at once when somebody comes near the screen: a page that may be seen. "" from other pages."""
    found = request.resolver_match
    if found is None or not found.func.__module__.startswith(SENSITIVE):
        return ""
    staff = here is not None and has_permission(user, Permission.SEE_SCHOOL, here)
    return reverse("calendar", args=[here.code]) if staff and here else reverse("home")


def runs_system(user: User, here: School | None) -> bool:
    """Whether the foot of pages leads somebody to those about the installation."""
    if has_permission(user, Permission.RUN_SYSTEM, None):
        return True
    # asked of technicians alone: everybody else is spared the question
    able = here is not None and has_permission(user, Permission.RUN_SYSTEM, here)
    return able and place_of(user.federation) == here
