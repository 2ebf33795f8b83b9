"""What somebody chooses before a roster is applied: columns, our school, who is left out, how clashes end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.people.models import RosterContent, RosterImport
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster import audit_events
from belisha.console.people.roster.actions.taking import as_read, unpacked
from belisha.console.people.roster.readers import RosterError, read_roster

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from belisha.console.access.acting import By
    from belisha.console.people.roster.readers.mapped import Mapping
    from belisha.console.people.roster.readers.shapes import Roster

__all__ = ["OPEN", "Ticks", "choose", "discard", "hold", "open_entry", "set_aside", "set_mapping"]

OPEN = (RosterImport.State.PREVIEW, RosterImport.State.STOPPED)


class Ticks(NamedTuple):
    """The tick boxes of one page of a preview: what is on it, what of it is left out, how its clashes are settled."""

    shown: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    kinds: AnyMapping[str, bool] = {}
    clashes: AnyMapping[str, str] = {}
    settings: AnyMapping[str, Any] = {}


def open_entry(entry: RosterImport, *states: str) -> RosterImport:
    """The row of an import, held until the transaction ends. Raises RefusedError when it is past being changed."""
    row = RosterImport.objects.select_for_update().get(pk=entry.pk)
    if row.state not in (states or OPEN):
        raise RefusedError(
            _("This import is %(state)s: it can no longer be changed.") % {"state": row.get_state_display().lower()}
        )
    row.school, row.source = entry.school, entry.source
    return row


@transaction.atomic
def set_mapping(*, by: By, entry: RosterImport, mapping: Mapping) -> RosterImport:
    """Say which column of a spreadsheet is what; kept for the next file of this source. Raises RefusedError."""
    by = by.may(Permission.IMPORT_PEOPLE, entry.school)
    row = open_entry(entry, RosterImport.State.MAPPING)
    content = RosterContent.objects.get(of=row)
    try:
        roster = read_roster(unpacked(bytes(content.files or b"")), mapping)
    except RosterError as error:
        raise RefusedError(str(error)) from error
    before = row.source.mapping
    row.source.mapping = msgspec.to_builtins(mapping)
    row.source.save(update_fields=["mapping"])
    content.files, content.roster = None, msgspec.json.encode(roster)
    content.save()
    as_read(row, roster)
    row.why = ""
    row.save()
    by.did(audit_events.MAPPED, to=row, at=row.school, before=before, after=row.source.mapping)
    return row


@transaction.atomic
def choose(*, by: By, entry: RosterImport, ticks: Ticks) -> RosterImport:
    """Keep what somebody ticked on a preview. Applying puts it on record; until then it changes nothing."""
    by.may(Permission.IMPORT_PEOPLE, entry.school)
    row = open_entry(entry)
    said = dict(row.choices)
    said["left_out"] = sorted((set(said.get("left_out", ())) - ticks.shown) | (ticks.left_out & ticks.shown))
    kinds = set(said.get("kinds_left_out", ()))
    for kind, out in ticks.kinds.items():
        kinds = kinds | {kind} if out else kinds - {kind}
    said["kinds_left_out"] = sorted(kinds)
    said["clashes"] = {**said.get("clashes", {}), **ticks.clashes}
    for name in ("org", "trust_absent"):
        if name in ticks.settings:
            said[name] = ticks.settings[name]
    row.choices = said
    row.complete = bool(ticks.settings.get("complete", row.complete))
    row.save(update_fields=["choices", "complete"])
    return row


@transaction.atomic
def discard(*, by: By, entry: RosterImport, reason: str = "") -> RosterImport:
    """Put an import away without applying it; what it held of people is deleted. Raises RefusedError."""
    by = by.may(Permission.IMPORT_PEOPLE, entry.school)
    row = open_entry(entry, *OPEN, RosterImport.State.MAPPING)
    row.state, row.done_at, row.done_by, row.reason = (
        RosterImport.State.DISCARDED,
        timezone.now(),
        by.user,
        reason[:300],
    )
    row.save()
    RosterContent.objects.filter(of=row).delete()
    by.did(audit_events.DISCARDED, to=row, at=row.school, reason=reason)
    return row


@transaction.atomic
def hold(*, by: By, entry: RosterImport, why: str) -> RosterImport:
    """Stop a file of the feed until somebody approves it with a reason."""
    by = by.may(Permission.IMPORT_PEOPLE, entry.school)
    row = open_entry(entry)
    row.state, row.why = RosterImport.State.STOPPED, why
    row.save(update_fields=["state", "why"])
    by.did(audit_events.STOPPED, to=row, at=row.school, reason=why)
    return row


@transaction.atomic
def set_aside(*, by: By, entry: RosterImport, roster: Roster, why: str) -> RosterImport:
    """Keep what an applied file of the feed says as a new preview, for what must still be decided."""
    by.may(Permission.IMPORT_PEOPLE, entry.school)
    row = RosterImport.objects.create(
        school=entry.school,
        source=entry.source,
        state=RosterImport.State.PREVIEW,
        via=entry.via,
        name=entry.name,
        digest=entry.digest,
        size=entry.size,
        format=entry.format,
        complete=entry.complete,
        at=timezone.now(),
        why=why,
    )
    RosterContent.objects.create(of=row, roster=msgspec.json.encode(roster))
    return row
