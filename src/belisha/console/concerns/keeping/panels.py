"""What the page of a concern says of how long it is kept, once it is closed or held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.concerns.keeping.queries import clocks_of, held_concerns
from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.hooks import Panel, concern_panel

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__: list[str] = []


@concern_panel
def how_long(by: By, concern: Concern) -> Panel | None:
    """Until when, by which rule, and whether it is held; for those who answer for it."""
    if by.user is None or concern.state != Concern.State.CLOSED or not may_work(by, concern):
        return None
    context = {
        "clock": clocks_of([concern], concern.school)[concern.pk],
        "held": held_concerns(concern.school).filter(pk=concern.pk).exists(),
        "able": has_permission(by.user, Permission.HOLD_CONCERNS, concern.school),
        "decides": has_permission(by.user, Permission.DECIDE_KEEPING, concern.school),
    }
    return Panel(_("How long it is kept"), "concerns/keeping/panel.html", context, order=90)
