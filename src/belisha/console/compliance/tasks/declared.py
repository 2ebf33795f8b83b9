"""The settings of reminders: how early, how often, and when the line above is told."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["AGAIN_DAYS", "SOON_DAYS", "UP_DAYS"]

setting = Subject(_("Tasks and reminders"))

SOON_DAYS: Final = setting(
    "task-soon-days",
    default=7,
    kind=int,
    title=_("Days before something falls due on which its holder is reminded"),
    limits=(1, 28),
    unit=_("days"),
    unit_of_one=_("day"),
)
AGAIN_DAYS: Final = setting(
    "task-again-days",
    default=7,
    kind=int,
    title=_("Days after which somebody is reminded again of what is late"),
    limits=(1, 28),
    unit=_("days"),
    unit_of_one=_("day"),
)
UP_DAYS: Final = setting(
    "task-up-days",
    default=10,
    kind=int,
    title=_("Days of lateness after which the line above is told"),
    help=_("A deputy's lead, staff's head, the head's executive head or chair of governors."),
    limits=(1, 60),
    unit=_("days"),
    unit_of_one=_("day"),
)
