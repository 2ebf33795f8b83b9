"""What the page of a concern shows of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.concerns.evidence.queries import files_of
from belisha.console.concerns.evidence.rules.guard import NEVER, WHOM_TO_CALL, takes_files
from belisha.console.concerns.record.hooks import Panel, concern_panel

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["files"]

SHOWN = 6


@concern_panel
def files(by: By, concern: Concern) -> Panel:
    """The last files, or where words alone are taken, whom to call. One query."""
    del by
    found = list(files_of(concern).order_by("-at", "-pk")[: SHOWN + 1])
    context = {
        "files": found[:SHOWN],
        "more": len(found) > SHOWN,
        "takes": takes_files(concern),
        "never": NEVER,
        "call": WHOM_TO_CALL,
    }
    title = _("Files") if takes_files(concern) else _("Words only")
    return Panel(title, "concerns/evidence/panel.html", context, order=60 if takes_files(concern) else 5)
