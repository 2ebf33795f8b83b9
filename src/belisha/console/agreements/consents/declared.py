"""What a school decides about consents."""

from __future__ import annotations

from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject
from belisha.console.agreements.consents.rules import for_children

__all__ = ["ASKED", "MONTHS", "TAKE_DOWN_HOURS"]

setting = Subject(_("Agreements, consents and parents"))

YES_NO: Final = (("yes", _("Yes, parents are asked")), ("no", _("No: the school does not do it")))
ASKED: Final = {
    purpose.id: setting(
        f"consent-{purpose.id}-asked",
        default="yes",
        kind=str,
        title=format_lazy("{}: {}", _("Ask parents for consent"), purpose.title),
        help=_("While parents are not asked, nobody may do it, and what they answered before does not count."),
        choices=YES_NO,
    )
    for purpose in for_children()
}

MONTHS: Final = setting(
    "consent-months",
    default=12,
    kind=int,
    title=_("Months for which a consent holds"),
    help=_("Then parents are asked again. Some purposes hold for less or more: the shorter time counts."),
    limits=(1, 24),
    unit=_("months"),
)

TAKE_DOWN_HOURS: Final = setting(
    "consent-take-down-hours",
    default=24,
    kind=int,
    title=_("Hours to take down what nobody permits any more"),
    help=_("Counted from the moment at which somebody says no. After that the task is red, and leaders see it."),
    limits=(1, 168),
    unit=_("hours"),
)
