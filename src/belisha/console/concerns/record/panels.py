"""What a concern's own page shows besides: those that were put into it, and how they are taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.hooks import Panel, concern_panel
from belisha.console.concerns.record.queries.people import merges_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__: list[str] = []


@concern_panel
def put_together(by: By, concern: Concern) -> Panel | None:
    """Nothing where none was put into it, and for those who only read it."""
    found = merges_of(concern)
    if not found or not may_work(by, concern):
        return None
    return Panel(_("Put together with it"), "concerns/record/merges.html", {"merges": found}, order=80)
