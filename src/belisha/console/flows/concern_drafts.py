"""By the clock: what somebody began to write of a concern and left goes after a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.concerns.record.actions.drafts import forget_old
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_drafts"]


@due(name="entries of concerns that nobody went on writing", every="day", at="03:50")
def forget_drafts(now: datetime) -> str:
    """Delete them, and say how many."""
    count = forget_old(now)
    return ngettext("%(n)s draft was deleted.", "%(n)s drafts were deleted.", count) % {"n": count} if count else ""
