"""What a school decides about changes of its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School
from belisha.console.access.settings.queries import setting_of, value_of
from belisha.console.access.settings.registry import Subject

if TYPE_CHECKING:
    from belisha.console.access.models import Federation
    from belisha.console.access.settings.registry import Setting

__all__ = ["CONSENT_MARK", "LIST_DAYS", "REVIEW_DAYS", "RIGHT_DAYS", "SETTLING_DAYS", "set_at"]

setting = Subject(_("Filter"))

CONSENT_MARK: Final = setting(
    "filter-consent-mark",
    default=10,
    kind=int,
    title=_("Risk from which a leader must consent to a change of the filter"),
    help=_("Likelihood times impact, as the two assessors judge it, from 1 to 25. The higher of the two counts."),
    limits=(1, 25),
)
RIGHT_DAYS: Final = setting(
    "filter-right-days",
    default=365,
    kind=int,
    title=_("Longest that somebody may be filter manager before the right is given anew"),
    limits=(7, 365),
    unit=_("days"),
)
REVIEW_DAYS: Final = setting(
    "filter-block-review-days",
    default=1,
    kind=int,
    title=_("School days until an emergency block must have been reviewed"),
    limits=(1, 5),
    unit=_("school days"),
)
SETTLING_DAYS: Final = setting(
    "filter-change-review-days",
    default=10,
    kind=int,
    title=_("School days until a change of levels, locks or networks must have been looked at afterwards"),
    help=_("The Department for Education's filtering standard asks for a review when the configuration changes."),
    limits=(1, 30),
    unit=_("school days"),
)
LIST_DAYS: Final = setting(
    "filter-list-days",
    default=7,
    kind=int,
    title=_("Days after which the lists of sites count as out of date"),
    help=_("Since it was last seen to that they are the newest there are. A list itself may be older."),
    limits=(1, 60),
    unit=_("days"),
)


def set_at(place: School | Federation, which: Setting[int]) -> int:
    """What is set at a school, or for a whole federation. One query."""
    if isinstance(place, School):
        return value_of(place, which)
    return int(setting_of(place, which.key).state.value)
