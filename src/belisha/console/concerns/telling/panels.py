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
    """What the child and the adults wrote to each other. Whoever opens it has read it."""
    telling = of_concern(concern)
    if telling is None:
        return None
    mark_read(by=by, telling=telling)
    context = {"telling": telling, "said": messages_of(telling)}
    return Panel(_("The child who told us"), "concerns/telling/panel.html", context, order=10)
