"""Applying a roster to the register: all of it or nothing, as it was shown, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.audit.actions import record_many
from belisha.console.people.models import RosterContent, RosterImport, RosterSource
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster import audit_events
from belisha.console.people.roster.actions.choosing import open_entry
from belisha.console.people.roster.actions.writing import Writer
from belisha.console.people.roster.queries import Preview, preview_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["apply_import"]


def apply_import(*, by: By, entry: RosterImport, seen: str = "", reason: str = "") -> RosterImport:
    """Apply an import. `seen`: digest of the plan that somebody approved; another one by now is refused.

    Raises RefusedError: the import is done with, the register changed meanwhile, our school in the file is not chosen,
    or more than a tenth would leave and no `reason` is given.
    """
    by = by.may(Permission.IMPORT_PEOPLE, entry.school)
    try:
        with transaction.atomic():
            return _apply(by, entry, seen, reason.strip())
    except IntegrityError as error:
        message = _("Somebody changed the same people just now. Nothing was applied: look at the preview again.")
        raise RefusedError(message) from error


def _apply(by: By, entry: RosterImport, seen: str, reason: str) -> RosterImport:
    # whoever applies to this school holds its sources: two imports never interleave
    list(RosterSource.objects.for_school(entry.school).select_for_update().order_by("pk"))
    row = open_entry(entry)
    preview = preview_of(row)
    if preview is None:
        raise RefusedError(_("What this file said is no longer kept. Take it in again."))
    _check(row, preview, seen, reason)
    writer = Writer(row.source, preview.register, preview.plan, timezone.localdate())
    writer.write()
    row.counts = preview.plan.counts()
    empty = preview.plan.is_empty
    row.state = RosterImport.State.NOTHING if empty else RosterImport.State.APPLIED
    row.reason, row.done_at, row.done_by = reason[:300], timezone.now(), by.user
    row.save()
    if preview.place.org and preview.place.org != row.source.org:
        row.source.org = preview.place.org
        row.source.save(update_fields=["org"])
    undo = None if empty else msgspec.json.encode(writer.steps.steps)
    RosterContent.objects.filter(of=row).update(roster=None, files=None, undo=undo)
    _put_on_record(by, row, writer)
    return row


def _check(row: RosterImport, preview: Preview, seen: str, reason: str) -> None:
    if preview.place.asks:
        raise RefusedError(_("The file holds several schools. Choose first which of them is this one."))
    if seen and seen != preview.plan.digest:
        raise RefusedError(_("The register has changed since you looked. Look at the preview again, then apply."))
    if preview.too_many and not reason:
        raise RefusedError(_("More than a tenth would leave. Say why that is right."), "reason")
    if row.state == RosterImport.State.STOPPED and not reason:
        raise RefusedError(_("This file was stopped. Say why it may be applied."), "reason")


def _put_on_record(by: By, row: RosterImport, writer: Writer) -> None:
    after = {"file": row.name, "sha256": row.digest, "source": row.source.name, **row.counts}
    by.did(audit_events.APPLIED, to=row, at=row.school, reason=row.reason, after=after)
    why = f"roster {row.name}"
    record_many([deed._replace(reason=why) for deed in writer.deeds], chain=row.school.chain, actor=by.actor)
