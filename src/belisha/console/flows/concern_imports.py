"""By the clock: old logs that nobody took over are not kept, and what the worker left half-way is ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.concerns.importing.actions.taking import sweep_imports
from belisha.console.concerns.importing.actions.undoing import go_on
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["end_stuck_logs", "forget_old_logs"]


@due(name="old logs that nobody took over", every="day", at="04:25")
def forget_old_logs(now: datetime) -> str:
    """Delete what they say after two weeks."""
    count = sweep_imports(now)
    words = ngettext("%(n)s old log was deleted.", "%(n)s old logs were deleted.", count)
    return words % {"n": count} if count else ""


@due(name="old logs that were left half-way", every="hour")
def end_stuck_logs(now: datetime) -> str:
    """Give up what did not come in within an hour, and end what was being taken back."""
    count = go_on(now)
    words = ngettext("%(n)s old log was ended.", "%(n)s old logs were ended.", count)
    return words % {"n": count} if count else ""
