"""What a school sets about looks at internet use."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["KEPT_DAYS", "PURPOSES"]

setting = Subject(_("Alerts and internet use"))

PURPOSES: Final = setting(
    "look-purposes",
    default=(
        "A child may be in danger; A concern about a child; An alert; Bullying; A complaint; Does the filter fit?;"
        " Supervision of a lesson; A request by law"
    ),
    kind=str,
    title=_("What somebody's internet use may be looked at for"),
    help=_("Purposes with semicolons between them. Nobody's use is opened without one of them; safeguarding alone."),
)
KEPT_DAYS: Final = setting(
    "use-reports-kept-days",
    default=92,
    kind=int,
    title=_("Days for which weekly reports of internet use are kept"),
    limits=(7, 400),
    unit=_("days"),
)
