"""What a school sets about alerts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = [
    "BUDGET",
    "CAUTION_DAYS",
    "DANGER_DAYS",
    "DANGER_MINUTES",
    "MAIL_PAUSE",
    "OUT_OF_HOURS",
    "OUT_OF_HOURS_NUMBER",
    "OUT_OF_HOURS_WORDS",
]

setting = Subject(_("Alerts and internet use"))

DANGER_MINUTES: Final = setting(
    "alerts-danger-minutes",
    default=30,
    kind=int,
    title=_("Minutes of school time within which an alert of danger is acknowledged"),
    help=_("From the first lesson to the last. After that it is red on the board and on the home pages."),
    limits=(5, 240),
    unit=_("minutes"),
)
DANGER_DAYS: Final = setting(
    "alerts-danger-days",
    default=1,
    kind=int,
    title=_("School days within which an alert of danger is dealt with"),
    limits=(1, 5),
    unit=_("school days"),
)
CAUTION_DAYS: Final = setting(
    "alerts-caution-days",
    default=3,
    kind=int,
    title=_("School days within which an alert of caution is dealt with"),
    limits=(1, 10),
    unit=_("school days"),
)
BUDGET: Final = setting(
    "alerts-a-day",
    default=20,
    kind=int,
    title=_("Alerts of caution that may come to the board in a day"),
    help=_("What is over goes to the weekly digest. Danger always comes, and whoever asks for help."),
    limits=(0, 500),
)
MAIL_PAUSE: Final = setting(
    "alerts-mail-minutes",
    default=10,
    kind=int,
    title=_("Minutes between mails about the same person and theme"),
    help=_("Mails carry no name. What comes meanwhile is on the board at once."),
    limits=(1, 240),
    unit=_("minutes"),
)
OUT_OF_HOURS: Final = setting(
    "alerts-out-of-hours",
    default="team",
    kind=str,
    title=_("Who gets the mail about danger outside school hours"),
    help=_("A mail at night helps only where somebody reads it. Agree with them that they will."),
    choices=(
        ("team", _("The safeguarding lead and deputies, as in school hours")),
        ("head", _("They, and the head")),
        ("morning", _("Nobody: the mail goes out when school begins")),
    ),
)
OUT_OF_HOURS_NUMBER: Final = setting(
    "alerts-out-of-hours-number",
    default="",
    kind=str,
    title=_("Telephone of children's social care outside office hours"),
    help=_("Your area's emergency duty team: shown on alerts and on pupils' pages. In danger always 999 first."),
)
OUT_OF_HOURS_WORDS: Final = setting(
    "alerts-out-of-hours-words",
    default="",
    kind=str,
    title=_("What pupils' pages say outside school hours"),
    help=_("Left empty: that nobody at school may see it before the next school day, with the number of Childline."),
)
