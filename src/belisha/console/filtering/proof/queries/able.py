"""Who can change what the filter says: the people who hold the rights now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.posts.queries import holders_with
from belisha.console.filtering.models import ManagerRight
from belisha.engine.decide import Allowed, LockedList

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.engine.decide import Verdict

__all__ = ["Able", "who_can_change"]


class Able(NamedTuple):
    """What can be done, and the names of those who can do it today."""

    what: str
    names: list[str]


def who_can_change(school: School, verdict: Verdict) -> list[Able]:
    """What would change the verdict, and who may do it today. Seven queries, or none for a locked list."""
    if isinstance(verdict.because, LockedList):
        return []
    found = [
        Able(_("Propose a change"), _names(school, Permission.DRAFT_FILTER_CHANGES)),
        Able(_("Put it in force, as filter manager"), _managers(school)),
    ]
    if isinstance(verdict, Allowed):
        found.append(Able(_("Block it at once"), _names(school, Permission.BLOCK_AT_ONCE)))
    else:
        found.append(Able(_("Answer a request for it"), _names(school, Permission.ANSWER_ASKS)))
    return found


def _names(school: School, permission: Permission) -> list[str]:
    return list(dict.fromkeys(able.name for able in holders_with(school, permission)))


def _managers(school: School) -> list[str]:
    """Those with the time-limited right."""
    rights = ManagerRight.objects.for_school(school).on(timezone.localdate()).select_related("user")
    return list(dict.fromkeys(right.user.name for right in rights.order_by("user__name", "pk")))
