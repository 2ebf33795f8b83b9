"""Through which systems anybody outside may come."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["SYSTEMS"]

setting = Subject(_("Filter"))

SYSTEMS: Final = setting(
    "remote-access-systems",
    default="",
    kind=str,
    title=_("Systems that are approved for remote access"),
    help=_(
        "Names with commas: County remote desktop, Supplier's support tool. Nobody outside comes through another one."
    ),
)
