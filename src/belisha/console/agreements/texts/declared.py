"""What a school decides about who is asked for agreements, and what follows when they are not signed."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["GRACE_DAYS", "OFTEN_VISITS", "PARENTS_FIRST", "PUPIL_DEVICES", "REMINDERS", "STAFF_PHONES", "UNSIGNED"]

setting = Subject(_("Agreements, consents and parents"))

UNSIGNED: Final = setting(
    "agreements-unsigned",
    default="restrict",
    kind=str,
    title=_("Who has not signed in time"),
    help=_(
        "Restricted: only a short list of sites that everybody needs stays open, until they sign. It never begins in"
        " a lesson. Whoever withdraws their signature or declines is always restricted."
    ),
    choices=(("warn", _("is warned, and chased")), ("restrict", _("is warned, then their internet is restricted"))),
)

GRACE_DAYS: Final = setting(
    "agreements-grace-days",
    default=14,
    kind=int,
    title=_("Days to sign before the internet is restricted"),
    help=_(
        "From the day on which somebody was asked: a new agreement, a new school year. A new account opens only once"
        " the agreement is signed, whatever stands here."
    ),
    limits=(0, 60),
    unit=_("days"),
    unit_of_one=_("day"),
)

REMINDERS: Final = setting(
    "agreements-reminders",
    default=3,
    kind=int,
    title=_("Reminders by e-mail, at most"),
    help=_("One each week to adults who have not signed. They stop when everything is signed, or after this many."),
    limits=(0, 10),
)

OFTEN_VISITS: Final = setting(
    "agreements-often-visits",
    default=4,
    kind=int,
    title=_("Visits in a term from which somebody comes often"),
    help=_("From this visit on they are asked for the code of conduct of those who come often, before the next badge."),
    limits=(2, 30),
    unit=_("visits"),
)

PARENTS_FIRST: Final = setting(
    "agreements-parents-first",
    default="no",
    kind=str,
    title=_("A child's internet waits for a parent's agreement"),
    help=_("Yes: a child of whom no parent has signed counts as one who has not signed, with the same days of grace."),
    choices=(("no", _("No")), ("yes", _("Yes"))),
)

STAFF_PHONES: Final = setting(
    "staff-phones",
    default="off",
    kind=str,
    title=_("Staff's own phones in lessons"),
    help=_("The policy says it, and agreements that are issued from now on."),
    choices=(("off", _("Off and out of sight")), ("silent", _("Silent and out of sight"))),
)

PUPIL_DEVICES: Final = setting(
    "pupil-devices",
    default="leave",
    kind=str,
    title=_("Pupils' own phones and devices"),
    help=_("The policy says it, and agreements of juniors that are issued from now on."),
    choices=(
        ("leave", _("Not brought, but with leave for an exceptional reason")),
        ("handed-in", _("May be brought, and are handed in for the day")),
        ("unsaid", _("Nothing is said")),
    ),
)
