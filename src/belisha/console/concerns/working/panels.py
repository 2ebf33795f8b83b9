"""What the page of a concern shows of the work on it, for those who answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.hooks import Panel, concern_panel
from belisha.console.concerns.working.forms import PARENTS
from belisha.console.concerns.working.queries.sheet import sheet_of
from belisha.console.concerns.working.queries.work import ladder_of
from belisha.console.concerns.working.rules.closing import OUTCOMES

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__: list[str] = []


@concern_panel
def work(by: By, concern: Concern) -> Panel | None:
    """Clock, steps, tasks, what was established, and what is still missing before it can be closed."""
    if not may_work(by, concern):
        return None
    ladder = ladder_of(concern.school)
    words = {
        **{code: str(text) for code, text in (*PARENTS, *OUTCOMES.items())},
        **{policy.id: policy.title for policy in ladder.policies},
        **{rung.id: rung.title for rung in ladder.rows},
        "heard": _("Heard"),
        "not-heard": _("Not heard yet, or not wanted"),
        "given": _("Given"),
        "none-needed": _("None needed"),
        "held": _("Held"),
        "reopened": _("Opened again"),
    }
    context = {
        "sheet": sheet_of(concern),
        "words": words,
        "now": timezone.now(),
        "unfinished": concern.state in {"new", "open"},
    }
    return Panel(_("Work on it"), "concerns/working/panel.html", context, order=20)
