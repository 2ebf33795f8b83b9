"""By the clock: old logs that somebody gave and never took over are not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.concerns.importing.actions.taking import sweep_imports
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_old_logs"]


@due(name="old logs that nobody took over", every="day", at="04:25")
def forget_old_logs(now: datetime) -> str:
    """Delete what they say after two weeks."""
    count = sweep_imports(now)
    words = ngettext("%(n)s old log was deleted.", "%(n)s old logs were deleted.", count)
    return words % {"n": count} if count else ""
