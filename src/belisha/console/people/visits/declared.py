"""What a school decides about visitors."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["DAY_ENDS", "KEPT_MONTHS"]

setting = Subject(_("Visitors"))

DAY_ENDS: Final = setting(
    "visitors-day-ends",
    default=18,
    kind=int,
    title=_("Hour at which visits close by themselves"),
    help=_(
        "Whoever has not signed out by then is signed out, and their guest code dies. Somebody who was said to stay"
        " longer is signed out when that time has come. 18 is six in the evening."
    ),
    limits=(12, 23),
    unit=_("o'clock"),
)

KEPT_MONTHS: Final = setting(
    "visitors-kept-months",
    default=24,
    kind=int,
    title=_("Months for which visits are kept"),
    help=_("After the visitor left. With the last visit of a visitor their entry on the register goes as well."),
    limits=(1, 84),
    unit=_("months"),
)
