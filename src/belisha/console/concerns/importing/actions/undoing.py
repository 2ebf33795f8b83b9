"""An old log is taken back as a whole, as long as nobody has added anything to what came in with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.evidence import store
from belisha.console.concerns.importing import audit_events
from belisha.console.concerns.importing.actions.applying import give_up
from belisha.console.concerns.importing.actions.removing import remove
from belisha.console.concerns.importing.queries import added_since, rows_of_import
from belisha.console.concerns.models import Concern, ConcernImport
from belisha.console.concerns.working.chain import ConcernsOf

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["go_on", "take_back", "take_back_now", "undo_import"]

TOO_LONG: Final = timedelta(hours=1)
State = ConcernImport.State


def undo_import(*, by: By, entry: ConcernImport, reason: str) -> ConcernImport:
    """Have the worker remove all that came in; from this moment on nobody sees it. By whoever took it over.

    Raises NotAllowedError; ValidationError without a reason, and where something was added since.
    """
    by = by.may(Permission.WORK_CONCERNS, entry.school)
    if by.user is None or entry.by_id != by.user.pk:
        raise NotAllowedError(_("Only whoever took it over takes it back."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken back.")})
    with transaction.atomic():
        row = ConcernImport.objects.select_for_update().get(pk=entry.pk)
        row.school = entry.school
        if row.state != State.APPLIED:
            raise ValidationError(_("This file is not taken over."))
        concerns = Concern.objects.select_for_update(of=("self",)).filter(pk__in=rows_of_import(row).values("concern"))
        number = len(concerns.order_by("pk").values_list("pk", flat=True))
        if added_since(row):
            raise ValidationError(_("Something was added to what came in with it: it cannot be taken back any more."))
        Concern.objects.filter(pk__in=rows_of_import(row).values("concern")).update(state=Concern.State.COMING)
        row.state, row.written = State.UNDOING, number
        row.save(update_fields=["state", "written"])
        after = {"sha256": row.digest, "concerns": number}
        by.did(audit_events.UNDONE, to=row, at=ConcernsOf(row.school), reason=reason.strip(), after=after)
        transaction.on_commit(lambda: take_back.enqueue(row.pk))
    return row


@task
def take_back(number: int) -> str:
    """Remove what came in with an old log; what became of it."""
    return take_back_now(number)


def take_back_now(number: int) -> str:
    """The same, at once. It can be begun again wherever it stopped."""
    row = ConcernImport.objects.select_related("school", "by").get(pk=number)
    if row.state == State.UNDOING:
        keys = remove(By(row.by), row, _("An old log that was taken back"))
        row.state, row.done_at = State.UNDONE, timezone.now()
        row.save(update_fields=["state", "done_at"])
        store.clear(keys)
    return row.state


def go_on(now: datetime) -> int:
    """Give up what the worker left half-way, and end what was to be taken back; how many. For the clock."""
    stuck = ConcernImport.objects.select_related("school", "by").filter(begun_at__lt=now - TOO_LONG).order_by("pk")
    given_up = list(stuck.filter(state=State.APPLYING))
    for row in given_up:
        give_up(row, _("It took too long, and was given up. Try again."))
    left = list(stuck.filter(state=State.UNDOING))
    for row in left:
        take_back_now(row.pk)
    return len(given_up) + len(left)
