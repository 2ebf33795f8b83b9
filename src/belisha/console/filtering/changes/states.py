"""How far a change is, in words and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from belisha.console.filtering.models import Change

if TYPE_CHECKING:
    from datetime import date

__all__ = ["shown_state", "state_of"]

COLOURS = {
    Change.State.DRAFT: "unknown",
    Change.State.ASSESSING: "info",
    Change.State.APPLIED: "good",
    Change.State.UNDONE: "unknown",
    Change.State.WITHDRAWN: "unknown",
}
TAGS = {"good": "green", "risk": "yellow", "bad": "red", "unknown": "grey", "info": "blue"}


def state_of(change: Change, today: date | None = None) -> tuple[str, str]:
    """Words and kind (see design/macros/parts.html: tag). Red: applied and not in force, or a review that is late."""
    words = {
        Change.State.DRAFT: _("Being written"),
        Change.State.ASSESSING: _("Being assessed"),
        Change.State.APPLIED: _("In force"),
        Change.State.UNDONE: _("Undone"),
        Change.State.WITHDRAWN: _("Withdrawn"),
    }
    state = Change.State(change.state)
    if change.applied_at and not change.published:
        return _("Not yet in force"), "bad"
    if state == Change.State.APPLIED and change.review_due and not change.reviewed_at:
        late = today is not None and change.review_due < today
        return (_("In force, review overdue"), "bad") if late else (_("In force, to be reviewed"), "risk")
    return words[state], COLOURS[state]


def shown_state(change: Change) -> Markup:
    """The state as a tag."""
    words, kind = state_of(change, timezone.localdate())
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(TAGS[kind], words)
