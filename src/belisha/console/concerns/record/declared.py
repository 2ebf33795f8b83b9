"""The settings of the record of concerns."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["HISTORY_DAYS"]

setting = Subject(_("Concerns"))

HISTORY_DAYS: Final = setting(
    "concern-history-days",
    default=30,
    kind=int,
    title=_("Days after closing from which a concern is history"),
    help=_("Whoever opens history proves once more who they are: with a password, code or passkey."),
    limits=(0, 3650),
    unit=_("days"),
)
