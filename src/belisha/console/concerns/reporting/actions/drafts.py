"""Writing a report: kept while it is typed, sent once, or thrown away by whoever began it."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.actions.reporting import report
from belisha.console.concerns.models import Concern, ReportDraft
from belisha.console.concerns.reporting import audit_events as events
from belisha.console.concerns.reporting.rules.keeping import without_stale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.actions.reporting import NewSubject, Told

__all__ = ["keep", "new_token", "send", "throw_away"]

FIELD: Final = re.compile(
    r"(danger|words|names|category|more|happened|happened_at|place|where|done|voice|protection|ask_[a-z_]{1,20}"
    r"|(who|role)_[0-9])\Z"
)
TOKEN: Final = re.compile(r"[0-9a-f]{32}\Z")
MOST_FIELDS: Final = 60
MOST_LETTERS: Final = 20_000  # of one field


def new_token() -> str:
    """A name for a draft that nobody guesses."""
    return secrets.token_hex(16)


def keep(*, by: By, school: School, token: str, typed: Mapping[str, str]) -> ReportDraft:
    """Keep what somebody has typed so far, whatever it is; a sent report takes nothing more. Raises NotAllowedError."""
    by.may(Permission.SEE_SCHOOL, school)
    if by.user is None or not TOKEN.match(token):
        raise NotAllowedError(_("This report cannot be kept."))
    now = timezone.now()
    with transaction.atomic():
        first = {"school": school, "user": by.user, "started_at": now, "saved_at": now}
        draft, _made = ReportDraft.objects.select_for_update().get_or_create(token=token, defaults=first)
        _check_own(by, draft)
        if draft.sent_at is None:
            now_typed = _clean(typed)
            draft.typed = {**without_stale(draft.typed, now_typed), **now_typed}
            draft.saved_at = now
            draft.save(update_fields=["typed", "saved_at"])
    return draft


def send(
    *, by: By, draft: ReportDraft, category: str, words: str, subjects: Sequence[NewSubject], told: Told
) -> Concern:
    """Send a report: once, however often the button is pressed. Raises NotAllowedError, ValidationError."""
    _check_own(by, draft)
    with transaction.atomic():
        held = ReportDraft.objects.select_for_update(of=("self",)).select_related("concern", "school").get(pk=draft.pk)
        if held.concern is not None:
            return held.concern
        concern = report(by=by, school=held.school, category=category, words=words, subjects=subjects, told=told)
        held.concern, held.typed, held.sent_at = concern, {}, timezone.now()
        held.save(update_fields=["concern", "typed", "sent_at"])
    return concern


def throw_away(*, by: By, draft: ReportDraft) -> None:
    """Throw a report away that was not sent; that it was done goes on record, without its words."""
    _check_own(by, draft)
    with transaction.atomic():
        by.did(events.DRAFT_DROPPED, to=draft, at=draft)
        draft.delete()


def _check_own(by: By, draft: ReportDraft) -> None:
    if by.user is None or by.user.pk != draft.user_id:
        raise NotAllowedError(_("Somebody else is writing this report."))


def _clean(typed: Mapping[str, str]) -> dict[str, str]:
    """Fields with names like ours, without zero bytes and halves of letters, which not every database takes."""
    kept = [(name, value) for name, value in typed.items() if FIELD.match(name)]
    return {
        name: value.encode("utf-8", "replace").decode().replace("\0", " ")[:MOST_LETTERS]
        for name, value in kept[:MOST_FIELDS]
    }
