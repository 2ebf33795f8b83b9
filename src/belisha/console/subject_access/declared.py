"""What a school sets about requests to see what is held."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["KEPT_DAYS"]

setting = Subject(_("Requests to see what is held"))

KEPT_DAYS: Final = setting(
    "access-requests-kept-days",
    default=1095,
    kind=int,
    title=_("Days for which answered requests to see what is held are kept"),
    help=_("With what was decided of each piece, for whoever complains. What was held is not copied there."),
    limits=(365, 2555),
    unit=_("days"),
)
