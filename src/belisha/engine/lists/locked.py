"""The slots of the two locked lists (IWF, police): imported under licence, applied upstream, or absent.

What is imported is never shown or exported and no policy can remove it; it leaves this folder only inside an index.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (msgspec reads the annotations)
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from belisha.engine.lists.catalogue import categories
from belisha.engine.lists.judging import fault_of
from belisha.engine.lists.reading import form_of, read_file
from belisha.engine.lists.reports import ListError, ReadReport
from belisha.engine.lists.store import data_path, folder_of, keep, new_record, pack, record_of, write_private

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.engine.lists.store import Record

FOLDER = "locked"


class Upstream(msgspec.Struct, frozen=True):
    """Who applies a locked list before our gateway, and since when that is on record."""

    who: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class LockedState:
    """Where one locked list stands. `count` and `at` are of the imported list, `who` and `since` of the supplier.

    An imported list stays in force when a supplier is recorded as well; `state` then says imported.
    """

    id: str
    title: str
    state: Literal["imported", "upstream", "absent"]
    count: int = 0
    at: dt.datetime | None = None
    who: str = ""
    since: dt.datetime | None = None


def locked_ids() -> tuple[str, ...]:
    """The categories that nobody can switch off."""
    return tuple(category.id for category in categories().values() if category.locked)


def locked_record(home: Path, slot: str) -> Record | None:
    """The record of an imported locked list."""
    return record_of(home, f"{FOLDER}/{slot}")


def locked_state(home: Path) -> tuple[LockedState, ...]:
    """Where each locked list stands in this installation; one that cannot be read counts as absent."""
    upstream = _upstream(home)
    return tuple(_state(home, slot, upstream.get(slot)) for slot in locked_ids())


def _state(home: Path, slot: str, upstream: Upstream | None) -> LockedState:
    record = locked_record(home, slot)
    if record is not None and not data_path(home, record).is_file():
        record = None
    return LockedState(
        id=slot,
        title=categories()[slot].title,
        state="imported" if record else "upstream" if upstream else "absent",
        count=record.entries if record else 0,
        at=record.at if record else None,
        who=upstream.who if upstream else "",
        since=upstream.since if upstream else None,
    )


def import_locked(home: Path, slot: str, file: Path, now: dt.datetime, *, accept_smaller: bool = False) -> ReadReport:
    """Take a licensed file in place of what the slot holds; the report holds counts, never a line of the list.

    Raises ListError, and keeps what was there, when the slot is unknown, or the file is no list, is empty, or shrank
    by more than half.
    """
    if slot not in locked_ids():
        raise ListError(f"There is no locked list '{slot}'; there are {' and '.join(locked_ids())}.")
    report = ReadReport(slot, secret=True)
    folder = _private_folder(home)
    packed, digest = pack(folder, read_file(file, report, form_of(file)))
    before = locked_record(home, slot)
    fault = fault_of(report, 0 if accept_smaller or before is None else before.entries)
    if fault:
        packed.unlink()
        raise ListError(f"The list for {slot} was not taken: {fault}. What was there stays in force.")
    keep(home, packed, new_record(f"{FOLDER}/{slot}", digest, report, now))
    return report


def record_upstream(home: Path, slot: str, who: str, now: dt.datetime) -> None:
    """Record that a supplier applies the list before our gateway. Raises ListError for an unknown slot or no name."""
    if slot not in locked_ids() or not who.strip():
        raise ListError(f"Say which list ({' or '.join(locked_ids())}) and who applies it.")
    _private_folder(home)
    known = _upstream(home) | {slot: Upstream(who.strip(), now)}
    write_private(_upstream_path(home), msgspec.json.format(msgspec.json.encode(known)))


def _private_folder(home: Path) -> Path:
    folder = folder_of(home) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _upstream_path(home: Path) -> Path:
    return folder_of(home) / FOLDER / "upstream.json"


def _upstream(home: Path) -> dict[str, Upstream]:
    try:
        return msgspec.json.decode(_upstream_path(home).read_bytes(), type=dict[str, Upstream])
    except (OSError, msgspec.MsgspecError):
        return {}
