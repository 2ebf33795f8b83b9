"""What a school decides about signing in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject
from belisha.console.access.sign_in import rules

__all__ = ["IDLE_PUPILS", "IDLE_STAFF", "LEAVING", "LOG_OFF", "STAND_INS"]

setting = Subject(_("Accounts and signing in"))

LOG_OFF: Final = "log-off"

IDLE_STAFF: Final = setting(
    "idle-minutes",
    default=rules.IDLE_MINUTES,
    kind=int,
    title=_("Minutes until an idle session locks"),
    help=_("Adults type their password again after this. What they had typed is kept."),
    limits=(3, 60),
    unit=_("minutes"),
)
IDLE_PUPILS: Final = setting(
    "idle-minutes-pupils",
    default=rules.IDLE_MINUTES_OF_PUPILS,
    kind=int,
    title=_("Minutes until an idle session of a pupil locks"),
    help=_("Shorter is safer where pupils share computers."),
    limits=(3, 60),
    unit=_("minutes"),
)
LEAVING: Final = setting(
    "leaving-a-screen",
    default="lock",
    kind=str,
    title=_("What becomes of a session that is left idle"),
    help=_(
        "Locked, its owner types their password and goes on. Signed out, they begin anew; a form is kept either way."
    ),
    choices=(("lock", _("It is locked")), (LOG_OFF, _("It is signed out"))),
)
STAND_INS: Final = setting(
    "stand-ins",
    default=False,
    kind=bool,
    title=_("Allow somebody to stand in for somebody else's account"),
    help=_(
        "For when there is truly no other way. Two people must agree each time; it lasts an hour at most; every page"
        " that is opened is recorded, and the person is told."
    ),
)
