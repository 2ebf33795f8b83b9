"""The filter in reviews: what each year group may reach, and a review that is wanted after a change of the set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.filtering.changes.hooks import when_change_ends
from belisha.console.filtering.policy.queries import NotAdoptedError, document
from belisha.console.reviews.actions import want
from belisha.console.reviews.models import ReviewCause
from belisha.console.reviews.queries import OTHER_FACTS, Fact
from belisha.engine.policy.edits import HolderKind, HoldProfile, LockCategories, SetNetwork, SetProfile
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import find_group, lineage_of, profile_of

if TYPE_CHECKING:
    from belisha.console.filtering.models import Change
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["changes_the_set_up", "levels"]

KIND: Final = "filtering-and-monitoring"
WIDE: Final = frozenset({HolderKind.FEDERATION, HolderKind.UNKNOWN, HolderKind.SCHOOL, HolderKind.KEY_STAGE})


def changes_the_set_up(edit: Edit) -> bool:
    """Whether an edit is more than day-to-day work: a profile, a lock, a network, what a key stage or more holds.

    A site that is opened for a class is no change of the set-up: a review for each would be signed unread.
    """
    if isinstance(edit, HoldProfile):
        return edit.holder.kind in WIDE
    return isinstance(edit, SetProfile | LockCategories | SetNetwork)


@when_change_ends
def review_wanted(change: Change) -> None:
    """The official standard asks for a review after one (FM7): at its school, or at every one of the federation."""
    if change.state != change.State.APPLIED or not any(map(changes_the_set_up, change.what)):
        return
    schools = [change.school] if change.school else School.objects.filter(federation=change.federation)
    words = _("Changed: %(title)s") % {"title": change.title}
    for school in schools:
        cause = ReviewCause.Cause.CONFIGURATION
        want(by=By(None, system="filter changes"), school=school, kind=KIND, cause=cause, words=words)


def levels(school: School) -> list[Fact]:
    """The profile of each year group, and what it blocks."""
    try:
        policy = document(school.federation)
    except NotAdoptedError:
        return [Fact(_("Levels of access"), "", _("The filter's policy is not kept here yet."))]
    at = policy.schools[school.code]
    return [_level(policy, school.code, year) for year in at.years]


def _level(policy: Policy, code: str, year: str) -> Fact:
    school = policy.schools[code]
    member = find_group(school, year)
    profile = profile_of(policy, school, lineage_of(school, [year]), None)
    settled = effective(profile, policy.profiles)
    words = _("%(profile)s: %(number)s categories blocked") % {"profile": settled.name, "number": len(settled.blocked)}
    return Fact(member.group.name if member else year, "", words)


OTHER_FACTS["levels"] = levels
