"""What the record needs of somebody: to look into it when it is broken, or when nobody checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, needs
from belisha.console.access.permissions import Permission
from belisha.console.audit.queries import latest_check
from belisha.console.auditing.rules import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__: list[str] = []


@needs(Permission.SEE_AUDIT)
def record_is_broken(user: User, school: School) -> Iterable[Need]:
    """The record of a school was found broken, or nobody has checked it for days."""
    del user
    check = latest_check(school.chain)
    state = state_of(check, timezone.now())
    link = reverse("audit", args=[school.code])
    if state.kind == "bad":
        yield Need(_("The record of who did what is broken: look at where"), link, Urgency.NOW, school.name)
    elif check and state.kind == "unknown":
        yield Need(_("The record of who did what is no longer checked each night"), link, Urgency.SOON, school.name)
