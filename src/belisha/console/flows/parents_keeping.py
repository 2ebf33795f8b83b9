"""By the clock: links to the parents' pages that are long dead are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from belisha.console.agreements.home.actions.entering import forget_links
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["forget_dead_links"]


@due(name="parents' pages: dead links", every="day", at="02:50")
def forget_dead_links(now: datetime) -> str:
    """Delete links that nobody can use any more."""
    gone = forget_links(now)
    return (
        ngettext("%(n)s dead link was deleted.", "%(n)s dead links were deleted.", gone) % {"n": gone} if gone else ""
    )
