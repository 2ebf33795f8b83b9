"""What somebody is writing, and what they have reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern, ReportDraft

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School, User

__all__ = ["Receipt", "draft_of", "receipts_of", "unsent_of"]


class Receipt(NamedTuple):
    """What whoever reported something is told of it: when, and how far it is. Nothing more."""

    at: datetime
    state: str


def draft_of(user: User, school: School, token: str) -> ReportDraft | None:
    """One's own draft; None where nothing was saved yet. Raises Http404 for another's."""
    found = ReportDraft.objects.filter(token=token).select_related("concern", "school__federation").first()
    if found and (found.user_id, found.school_id) != (user.pk, school.pk):
        raise Http404
    return found


def unsent_of(user: User, school: School | None = None) -> list[ReportDraft]:
    """Reports that somebody began and has not sent, the latest first; of all their schools unless one is given.

    None for who stands in for them: it may be about that one, and is nobody's yet.
    """
    if user.sat_by:
        return []
    drafts = ReportDraft.objects.filter(user=user, sent_at=None).select_related("school").order_by("-saved_at", "-pk")
    return [draft for draft in (drafts.filter(school=school) if school else drafts)[:20] if any(draft.typed.values())]


def receipts_of(user: User) -> list[Receipt]:
    """What somebody has reported, the latest first: date and state alone. Nothing for who stands in for them."""
    if user.sat_by:
        return []
    rows = Concern.objects.filter(reported_by=user).order_by("-reported_at", "-pk")
    return [
        Receipt(at, _state(state, opened is not None))
        for at, state, opened in rows.values_list("reported_at", "state", "acknowledged_at")[:100]
    ]


def _state(state: str, opened: bool) -> str:  # noqa: FBT001
    if state in {Concern.State.CLOSED, Concern.State.MERGED}:
        return _("Dealt with")
    if state == Concern.State.OPEN or opened:
        return _("Somebody is working on it")
    return _("Sent, not opened yet")
