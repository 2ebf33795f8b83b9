"""Taking a roster file in: read, logged with its hash, kept for its preview. Nothing of the register changes here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.people.models import RosterContent, RosterImport, RosterSource
from belisha.console.people.roster import audit_events
from belisha.console.people.roster.queries import mapping_of
from belisha.console.people.roster.readers import Bundle, MappingNeededError, RosterError, read_roster

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.roster.readers.shapes import Roster

__all__ = ["DEFAULT_SOURCE", "Taken", "as_read", "packed", "source_named", "take_in", "unpacked"]

DEFAULT_SOURCE = "MIS"


class Taken(NamedTuple):
    """How a file is taken in: its source by name, how it came, whether it names everybody (None: as it says itself)."""

    source: str = DEFAULT_SOURCE
    via: str = RosterImport.Via.PAGE
    complete: bool | None = None


def take_in(*, by: By, school: School, bundle: Bundle, taken: Taken | None = None) -> RosterImport:
    """Read files and keep what they say as a new import, to be looked at. What cannot be read is logged as failed."""
    taken = taken or Taken()
    by = by.may(Permission.IMPORT_PEOPLE, school)
    with transaction.atomic():
        source = source_named(school, taken.source)
        entry = RosterImport(
            school=school,
            source=source,
            via=taken.via,
            name=bundle.name[:200],
            digest=bundle.digest,
            size=bundle.size,
            at=timezone.now(),
            by=by.user,
        )
        content = _read(entry, bundle, taken)
        entry.save()
        if content:
            content.of = entry
            content.save()
        after = {
            "file": entry.name,
            "sha256": entry.digest,
            "size": entry.size,
            "via": entry.via,
            "outcome": entry.state,
        }
        by.did(audit_events.RECEIVED, to=entry, at=school, after=after, reason=entry.why)
    return entry


def source_named(school: School, name: str) -> RosterSource:
    """The source of a school by its name; made when there is none yet."""
    return RosterSource.objects.get_or_create(school=school, name=name.strip()[:60] or DEFAULT_SOURCE)[0]


def _read(entry: RosterImport, bundle: Bundle, taken: Taken) -> RosterContent | None:
    try:
        roster = read_roster(bundle, mapping_of(entry.source))
    except MappingNeededError:
        entry.state, entry.complete = RosterImport.State.MAPPING, bool(taken.complete)
        return RosterContent(files=packed(bundle))
    except RosterError as error:
        if entry.source.mapping and "mapping" in str(error):
            # the spreadsheet has other columns than last time: somebody maps it anew
            entry.state, entry.why = RosterImport.State.MAPPING, str(error)
            entry.complete = bool(taken.complete)
            return RosterContent(files=packed(bundle))
        entry.state, entry.why = RosterImport.State.FAILED, str(error)
        return None
    as_read(entry, roster)
    entry.complete = is_complete(roster, taken.complete)
    return RosterContent(roster=msgspec.json.encode(roster))


def is_complete(roster: Roster, said: bool | None) -> bool:  # noqa: FBT001 - what somebody said, if anything
    """Whether a roster names everybody. A file of changes alone (a delta) never does, whatever somebody says."""
    if roster.says_complete:
        return roster.complete and said is not False
    return bool(said)


def as_read(entry: RosterImport, roster: Roster) -> None:
    """Put into an import's row what reading it told."""
    entry.state = RosterImport.State.PREVIEW
    entry.format = f"{roster.format} {roster.version}".strip()[:60]


def packed(bundle: Bundle) -> bytes:
    """Files as they are kept while somebody maps them."""
    return msgspec.json.encode(bundle)


def unpacked(data: bytes) -> Bundle:
    """What `packed` made of a bundle."""
    return msgspec.json.decode(data, type=Bundle)
