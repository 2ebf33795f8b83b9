"""What the page of a concern shows of the talk with the child who told us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.concerns.record.hooks import Panel, concern_panel
from belisha.console.concerns.telling.actions import mark_read
from belisha.console.concerns.telling.queries import messages_of, of_concern

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__: list[str] = []


@concern_panel
def talk(by: By, concern: Concern) -> Panel | None:
    """What children and adults wrote to each other. Whoever opens it has read it."""
    talks = of_concern(concern)
    if not talks:
        return None
    for telling in talks:
        mark_read(by=by, telling=telling)
    context = {"talks": [(telling, messages_of(telling)) for telling in talks]}
    return Panel(_("The child who told us"), "concerns/telling/panel.html", context, order=10)
