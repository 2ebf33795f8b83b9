"""Taking in an old log to be looked at: nothing of the concerns changes here."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.concerns.evidence import store
from belisha.console.concerns.importing import audit_events
from belisha.console.concerns.importing.actions.unpacking import forget_files, unpack
from belisha.console.concerns.importing.queries import OPEN, mapping_of, sheet_in, starting_mapping
from belisha.console.concerns.importing.rules.fields import Mapping
from belisha.console.concerns.importing.rules.reading import sheet_of
from belisha.console.concerns.models import ConcernImport, ImportMapping
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.working.chain import ConcernsOf
from belisha.console.people.roster.readers.shapes import RosterError

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["KEPT", "Zip", "held", "put_away", "set_columns", "set_words", "sweep_imports", "take_in"]

KEPT: Final = timedelta(days=14)  # what a file says of people waits no longer than this to be taken over


class Zip(NamedTuple):
    """A zip as it came."""

    name: str
    data: bytes


def take_in(*, by: By, school: School, name: str, data: bytes, archive: Zip | None = None) -> ConcernImport:
    """Keep a file, and the zip of what belongs to its rows, until it is taken over or put away.

    Raises NotAllowedError; ValidationError for what is no log, or no zip.
    """
    by = by.may(Permission.WORK_CONCERNS, school)
    if by.user is None:
        raise NotAllowedError(_("Somebody must look at an old log before it is taken over."))
    name = _printable(name) or "log.csv"
    try:
        sheet_of(name, data)
    except RosterError as error:
        raise ValidationError({"upload": str(error)}) from error
    with transaction.atomic():
        entry = ConcernImport.objects.create(
            school=school,
            name=name,
            digest=hashlib.sha256(data).hexdigest(),
            data=data,
            at=timezone.now(),
            by=by.user,
            archive=(_printable(archive.name) or "files.zip") if archive else "",
        )
        after: dict[str, Any] = {"sha256": entry.digest}
        if archive:
            after |= {"archive": hashlib.sha256(archive.data).hexdigest(), "files": unpack(entry, archive.data)}
        by.did(audit_events.TAKEN, to=entry, at=ConcernsOf(school), after=after)
    return entry


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[-100:]


def held(by: By, entry: ConcernImport) -> tuple[By, ConcernImport]:
    """Whoever gave the file, and its row, locked for the transaction. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, entry.school)
    if by.user is None or entry.by_id != by.user.pk:
        raise NotAllowedError(_("Only whoever gave the file goes on with it."))
    row = ConcernImport.objects.select_for_update().get(pk=entry.pk)
    if row.state not in OPEN or row.data is None:
        raise ValidationError(_("This file was taken over or put away already."))
    row.school, row.by = entry.school, entry.by
    return by, row


@transaction.atomic
def set_columns(
    *, by: By, entry: ConcernImport, columns: AnyMapping[str, str], unsaid: Literal["closed", "open"]
) -> ConcernImport:
    """Say which column is what, and whether rows that do not say so are closed. Raises as `held`."""
    by, row = held(by, entry)
    sheet = sheet_in(row)
    if not set(columns.values()) <= set(sheet.headers):
        raise ValidationError(_("The file has no such column."))
    for field, text in {"date": _("Choose the column with the date."), "words": _("Choose what happened.")}.items():
        if field not in columns:
            raise ValidationError({f"c_{field}": text})
    start = starting_mapping(row, sheet)
    row.mapping = msgspec.to_builtins(msgspec.structs.replace(start, columns=dict(columns), unsaid=unsaid))
    row.state = ConcernImport.State.MAPPING
    row.save(update_fields=["mapping", "state"])
    return row


@transaction.atomic
def set_words(*, by: By, entry: ConcernImport, words: AnyMapping[str, str], rest: str) -> ConcernImport:
    """Say what the words for kinds of concern mean; kept, with the columns, for the next file. Raises as `held`."""
    by, row = held(by, entry)
    if not {*words.values(), rest} <= {one.id for one in categories()}:
        raise ValidationError(_("Choose one of the kinds of concern."))
    mapping = mapping_of(row)
    if "words" not in mapping.columns:
        raise ValidationError(_("Say first which column is what."))
    row.mapping = msgspec.to_builtins(msgspec.structs.replace(mapping, words=dict(words), rest=rest))
    row.state = ConcernImport.State.PREVIEW
    row.save(update_fields=["mapping", "state"])
    last = ImportMapping.objects.filter(school=row.school).first()
    known = msgspec.convert(last.mapping, Mapping).words if last else {}
    kept = msgspec.to_builtins(msgspec.structs.replace(mapping, words={**known, **words}, rest=rest))
    ImportMapping.objects.update_or_create(school=row.school, defaults={"mapping": kept})
    return row


@transaction.atomic
def put_away(*, by: By, entry: ConcernImport) -> ConcernImport:
    """Let a file go without taking it over; what it says is deleted. Raises as `held`."""
    by, row = held(by, entry)
    row.state, row.data, row.done_at = ConcernImport.State.DISCARDED, None, timezone.now()
    row.save(update_fields=["state", "data", "done_at"])
    _drop_files(row)
    by.did(audit_events.PUT_AWAY, to=row, at=ConcernsOf(row.school))
    return row


def _drop_files(row: ConcernImport) -> None:
    keys = forget_files(row)
    transaction.on_commit(lambda: store.clear(keys))


def sweep_imports(now: datetime) -> int:
    """Delete what files say that waited too long; how many there were. For the jobs of the night."""
    with transaction.atomic():
        old = list(ConcernImport.objects.select_for_update().filter(state__in=OPEN, at__lt=now - KEPT).order_by("pk"))
        for row in old:
            _drop_files(row)
        numbers = [row.pk for row in old]
        gone = ConcernImport.objects.filter(pk__in=numbers)
        return gone.update(state=ConcernImport.State.DISCARDED, data=None, done_at=now)
