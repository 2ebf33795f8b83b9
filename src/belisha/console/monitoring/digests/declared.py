"""What a school sets about telling users that they are monitored."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["NOTICE", "SHOWN"]

setting = Subject(_("Alerts and internet use"))

SHOWN: Final = "shown"
NOTICE: Final = setting(
    "monitoring-notice",
    default=SHOWN,
    kind=str,
    title=_("Users are told at each sign-in and on pupils' pages that internet use is monitored"),
    help=_("The law asks for it. Without the notice the duty is red."),
    choices=((SHOWN, _("They are told")), ("off", _("They are not told"))),
)
