"""An old log becomes concerns: all that was shown, or nothing. Nobody is written to, no clock and no step begins.

The worker writes them by the hundred, so that nobody else's writing has to wait; nobody sees any before all are there,
and where it goes wrong all of them are removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.concerns.evidence import store
from belisha.console.concerns.importing import audit_events
from belisha.console.concerns.importing.actions.removing import remove
from belisha.console.concerns.importing.actions.taking import held
from belisha.console.concerns.importing.actions.unpacking import forget_files
from belisha.console.concerns.importing.actions.writing import Writer
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.models import Concern, ConcernImport, EvidenceFile, ImportedRow
from belisha.console.concerns.working.chain import ConcernsOf

if TYPE_CHECKING:
    from belisha.console.concerns.importing.queries import Plan

__all__ = ["apply_import", "give_up", "take_over", "take_over_now"]

BATCH: Final = 100
State = ConcernImport.State


def apply_import(*, by: By, entry: ConcernImport, seen: str) -> ConcernImport:
    """Have the worker make the concerns. `seen`: of the plan that somebody looked at (`Plan.seen`).

    Raises as `held`; ValidationError where it would come out otherwise by now.
    """
    with transaction.atomic():
        by, row = held(by, entry)
        if row.state != State.PREVIEW:
            raise ValidationError(_("Say first what its columns and words mean."))
        _check(plan_of(by, row), seen)
        row.state, row.seen, row.begun_at, row.written, row.trouble = State.APPLYING, seen, timezone.now(), 0, ""
        row.save(update_fields=["state", "seen", "begun_at", "written", "trouble"])
        behind = by.behind.pk if by.behind else None
        transaction.on_commit(lambda: take_over.enqueue(row.pk, by.address, behind))
    return row


def _check(plan: Plan, seen: str) -> None:
    if plan.seen != seen:
        raise ValidationError(_("The register or the log has changed since you looked. Look at the preview again."))


@task
def take_over(number: int, address: str = "", behind: int | None = None) -> str:
    """Make the concerns of an old log that somebody agreed to; what came of it."""
    return take_over_now(number, address, behind)


def take_over_now(number: int, address: str = "", behind: int | None = None) -> str:
    """The same, at once. Whatever goes wrong, nothing came in, and its page says why."""
    row = ConcernImport.objects.select_related("school", "by").get(pk=number)
    by = By(row.by, address=address, behind=User.objects.filter(pk=behind).first() if behind else None)
    try:
        _write(by, row)
    except ValidationError as error:
        give_up(row, " ".join(error.messages))
    except NotAllowedError as error:
        give_up(row, str(error))
    except IntegrityError:
        give_up(row, _("Some of these rows were taken over just now by somebody else. Look at the preview again."))
    except Exception:
        give_up(row, _("It went wrong, and nothing came in. Try again, and tell a technician if it goes wrong again."))
        raise
    return row.state


def _write(by: By, row: ConcernImport) -> None:
    if row.state != State.APPLYING or row.begun_at is None:
        return
    by = by.may(Permission.WORK_CONCERNS, row.school)
    plan = plan_of(by, row)
    _check(plan, row.seen)
    writer = Writer(by, row, row.begun_at)
    for start in range(0, len(plan.rows), BATCH):
        with transaction.atomic():
            _still(row)
            writer.write(plan.rows[start : start + BATCH])
            row.written = min(start + BATCH, len(plan.rows))
            row.save(update_fields=["written"])
    _finish(by, row, plan)


def _still(row: ConcernImport) -> None:
    """Raises ValidationError where it was given up meanwhile."""
    now = ConcernImport.objects.select_for_update().only("state", "begun_at").get(pk=row.pk)
    if (now.state, now.begun_at) != (State.APPLYING, row.begun_at):
        raise ValidationError(_("It took too long, and was given up. Try again."))


def _finish(by: By, row: ConcernImport, plan: Plan) -> None:
    """Everybody who may sees all of them, at once."""
    closed = When(closed_at__isnull=False, then=Value(Concern.State.CLOSED))
    taken = When(acknowledged_at__isnull=False, then=Value(Concern.State.OPEN))
    with transaction.atomic():
        _still(row)
        coming = Concern.objects.filter(pk__in=ImportedRow.objects.filter(source=row).values("concern"))
        coming.update(state=Case(closed, taken, default=Value(Concern.State.NEW)))
        row.counts = plan.counts()
        row.state, row.data, row.done_at = State.APPLIED, None, timezone.now()
        row.save(update_fields=["counts", "state", "data", "done_at"])
        unused = set(forget_files(row))
        unused -= set(EvidenceFile.objects.filter(key__in=unused).values_list("key", flat=True))
        by.did(audit_events.APPLIED, to=row, at=ConcernsOf(row.school), after={"sha256": row.digest, **row.counts})
        transaction.on_commit(lambda: store.clear(unused))


def give_up(row: ConcernImport, why: str) -> None:
    """Remove what is in so far and say why; the file can be looked at again."""
    remove(By(None, system="imports"), row, _("An old log that could not be taken over as a whole"))
    row.state, row.written, row.trouble = State.PREVIEW, 0, why[:300]
    row.save(update_fields=["state", "written", "trouble"])
