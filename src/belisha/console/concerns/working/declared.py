"""The settings of work on concerns: the clocks, the hours in which they go, and what holds outside them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = [
    "ACKNOWLEDGE_HOURS",
    "ACKNOWLEDGE_MINUTES_DANGER",
    "ACT_HOURS",
    "ACT_HOURS_HIGH",
    "DIGEST_DAYS",
    "ESCALATE_MINUTES",
    "HOURS_FROM",
    "HOURS_TO",
    "OUT_OF_HOURS",
    "REMINDERS",
    "REVIEW_DAYS",
]

setting = Subject(_("Concerns"))

_TIMES: Final = tuple((f"{hour:02}:{half}", f"{hour:02}:{half}") for hour in range(6, 21) for half in ("00", "30"))

HOURS_FROM: Final = setting(
    "concern-hours-from",
    default="08:00",
    kind=str,
    title=_("Concerns are looked at on school days: from"),
    choices=_TIMES,
)
HOURS_TO: Final = setting(
    "concern-hours-to",
    default="17:00",
    kind=str,
    title=_("Concerns are looked at on school days: to"),
    choices=_TIMES,
)
OUT_OF_HOURS: Final = setting(
    "concern-out-of-hours",
    default="Outside these hours it may be that nobody looks. Is somebody in danger? Call 999. If it cannot wait, call"
    " the children's services of your area.",
    kind=str,
    title=_("What holds for concerns outside these hours"),
    help=_("Shown to everybody who reports, and on the board. Say whom to call in the evening and in holidays."),
)
ACKNOWLEDGE_HOURS: Final = setting(
    "concern-acknowledge-hours",
    default=2,
    kind=int,
    title=_("Hours within which somebody acknowledges a new concern"),
    help=_("Hours in which concerns are looked at. After that the next person is told."),
    limits=(1, 24),
    unit=_("hours"),
    unit_of_one=_("hour"),
)
ACKNOWLEDGE_MINUTES_DANGER: Final = setting(
    "concern-acknowledge-minutes-danger",
    default=15,
    kind=int,
    title=_("Minutes within which a concern with danger now or child protection is acknowledged"),
    help=_("By the clock, day and night: whoever is next is told at any hour."),
    limits=(5, 120),
    unit=_("minutes"),
)
ACT_HOURS: Final = setting(
    "concern-act-hours",
    default=9,
    kind=int,
    title=_("Hours within which something is done about a concern"),
    help=_("Hours in which concerns are looked at: 9 is one school day from 8 to 5."),
    limits=(1, 90),
    unit=_("hours"),
)
ACT_HOURS_HIGH: Final = setting(
    "concern-act-hours-high",
    default=4,
    kind=int,
    title=_("Hours within which something is done where the level asks for a debrief, or in danger"),
    limits=(1, 48),
    unit=_("hours"),
)
ESCALATE_MINUTES: Final = setting(
    "concern-escalate-minutes",
    default=60,
    kind=int,
    title=_("Minutes until one more person is told when nobody acknowledges"),
    help=_("In danger: as many minutes as somebody has to acknowledge it."),
    limits=(10, 480),
    unit=_("minutes"),
)
REVIEW_DAYS: Final = setting(
    "concern-review-days",
    default=14,
    kind=int,
    title=_("Days until an open concern without a level is reviewed"),
    limits=(1, 90),
    unit=_("days"),
)
REMINDERS: Final = setting(
    "concern-reminders",
    default=3,
    kind=int,
    title=_("How often somebody is reminded of a task by e-mail"),
    help=_("Once a day from the day on which it is due, then no more: it stays on their page."),
    limits=(0, 10),
)
DIGEST_DAYS: Final = setting(
    "concern-digest-days",
    default=7,
    kind=int,
    title=_("Days within which every leader has read the weekly numbers of concerns"),
    limits=(2, 14),
    unit=_("days"),
)
