"""What reviews show of the filter: the level of access of each year group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.filtering.policy.queries import NotAdoptedError, document
from belisha.console.reviews.queries import OTHER_FACTS, Fact
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import find_group, lineage_of, profile_of

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.engine.policy import Policy

__all__ = ["levels"]


def levels(school: School) -> list[Fact]:
    """The profile of each year group, and what it blocks."""
    try:
        policy = document(school.federation)
    except NotAdoptedError:
        return [
            Fact(_("Levels of access"), "", _("The filter's policy is not kept here yet."), _("the filter's policy"))
        ]
    at = policy.schools[school.code]
    return [_level(policy, school.code, year) for year in at.years]


def _level(policy: Policy, code: str, year: str) -> Fact:
    school = policy.schools[code]
    member = find_group(school, year)
    profile = profile_of(policy, school, lineage_of(school, [year]), None)
    settled = effective(profile, policy.profiles)
    words = _("%(profile)s: %(number)s categories blocked") % {"profile": settled.name, "number": len(settled.blocked)}
    return Fact(member.group.name if member else year, "", words, _("the filter's policy"))


OTHER_FACTS["levels"] = levels
