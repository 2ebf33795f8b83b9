"""What the record needs of somebody: to look into it when it is broken, or when nobody checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import schools_for
from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.audit.queries import latest_checks
from belisha.console.auditing.rules import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User
    from belisha.console.audit.models import Check

__all__: list[str] = []


@needs(Permission.SEE_AUDIT, of_many=True)
def record_is_broken(user: User, school: School) -> Iterable[Need]:
    """The record of a school was found broken, or nobody has checked it for days."""
    check = _check_of(user, school)
    state = state_of(check, timezone.now())
    link = reverse("audit", args=[school.code])
    if state.kind == "bad":
        yield Need(_("The record of who did what is broken: look at where"), link, Urgency.NOW, weight=Weight.FAILING)
    elif check and state.kind == "unknown":
        yield Need(_("The record of who did what is no longer checked each night"), link, weight=Weight.FAILING)


def _check_of(user: User, school: School) -> Check | None:
    """The last check of a school, asked for all schools of the user at once and kept with the user object."""
    kept: dict[str, Check] | None = getattr(user, "_checks_by_chain", None)
    if kept is None:
        kept = latest_checks([school.chain, *(each.chain for each in schools_for(user))])
        user._checks_by_chain = kept  # type: ignore[attr-defined]  # lives as long as the request
    return kept.get(school.chain)
