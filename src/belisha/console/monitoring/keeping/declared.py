"""What a school sets about how long monitoring keeps what it knows."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["ALERTS_DAYS", "CONCERN_ALERTS_DAYS", "LOOKS_DAYS", "SIGNATURES_DAYS"]

setting = Subject(_("Alerts and internet use"))

ALERTS_DAYS: Final = setting(
    "alerts-kept-days",
    default=365,
    kind=int,
    title=_("Days for which alerts are kept that became no concern"),
    help=_("From the day on which they were dealt with. What nobody has dealt with is kept."),
    limits=(30, 2555),
    unit=_("days"),
)
CONCERN_ALERTS_DAYS: Final = setting(
    "alerts-of-concerns-kept-days",
    default=1095,
    kind=int,
    title=_("Days for which alerts are kept that became a concern"),
    help=_("The concern holds what the alert showed, and has a clock of its own."),
    limits=(92, 9125),
    unit=_("days"),
)
LOOKS_DAYS: Final = setting(
    "looks-kept-days",
    default=2190,
    kind=int,
    title=_("Days for which it is kept who looked at whose internet use"),
    help=_("Not fewer than weekly reports are kept, which each look is shown with."),
    limits=(400, 9125),
    unit=_("days"),
)
SIGNATURES_DAYS: Final = setting(
    "digests-kept-days",
    default=2190,
    kind=int,
    title=_("Days for which signed digests and daily pages are kept"),
    limits=(730, 9125),
    unit=_("days"),
)
