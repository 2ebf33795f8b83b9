"""A change of the filter's set-up makes a review wanted, as the official standard asks (standards.md, FM7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.filtering.changes.hooks import when_change_ends
from belisha.console.filtering.models import ReviewCause
from belisha.console.filtering.reviews.actions import want
from belisha.engine.policy.edits import HolderKind, HoldProfile, LockCategories, SetNetwork, SetProfile

if TYPE_CHECKING:
    from belisha.console.filtering.models import Change
    from belisha.engine.policy.edits import Edit

__all__ = ["changes_the_set_up"]

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
    """An applied change of the set-up asks for a review at its school, or at every school of the federation."""
    if change.state != change.State.APPLIED or not any(map(changes_the_set_up, change.what)):
        return
    schools = [change.school] if change.school else School.objects.filter(federation=change.federation)
    words = _("Changed: %(title)s") % {"title": change.title}
    for school in schools:
        cause = ReviewCause.Cause.CONFIGURATION
        want(by=By(None, system="filter changes"), school=school, kind=KIND, cause=cause, words=words, change=change)
