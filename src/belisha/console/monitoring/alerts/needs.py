"""What of alerts needs somebody now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.monitoring.alerts.queries.board import waiting_for
from belisha.console.monitoring.alerts.queries.holders import roles_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User

__all__ = ["alerts_wait"]

TEAM = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.CHAIR})


@needs(Permission.SEE_ALERTS)
def alerts_wait(user: User, school: School) -> Iterator[Need]:
    """Danger that nobody looks after, and what is late: now. The rest for those whose work it is."""
    waiting = waiting_for(user, school, timezone.now())
    link = reverse("alerts", args=[school.code])
    if waiting.danger:
        text = ngettext("Look now: %(n)s alert of danger", "Look now: %(n)s alerts of danger", waiting.danger) % {
            "n": waiting.danger
        }
        yield Need(text, f"{link}?level=2&state=new", Urgency.NOW, weight=Weight.DANGER)
    if waiting.late:
        text = ngettext("%(n)s alert is late", "%(n)s alerts are late", waiting.late) % {"n": waiting.late}
        yield Need(text, f"{link}?state=late", Urgency.NOW, weight=Weight.CHILD)
    rest = waiting.loud - max(waiting.danger, waiting.late)
    if rest > 0 and roles_at(user, school) & TEAM:
        yield Need(_("Deal with the alerts on the board: %(n)s") % {"n": waiting.loud}, link, weight=Weight.CHILD)
