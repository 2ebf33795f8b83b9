"""Lists that this installation holds beside the shipped ones: one packed file each, named by one small record."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (msgspec reads the annotations)
import glob
import gzip
import hashlib
import os
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.engine.lists.entries import Entry
    from belisha.engine.lists.reports import ReadReport

PACKING = 3  # gz level: lists are written and read more often than they are copied


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a stored list. `file` lies beside the record; a reader goes through the record only.

    `sha256` is of the canonical entries, one a line, so that it is the same for the same list however it was packed.
    """

    id: str
    file: str
    at: dt.datetime
    sha256: str
    lines: int
    kept: int
    rejected: int
    entries: int
    address: str = ""
    etag: str = ""

    @property
    def version(self) -> str:
        """The day on which the list was taken and the beginning of its digest."""
        return f"{self.at.date().isoformat()}-{self.sha256[:8]}"


def folder_of(home: Path) -> Path:
    """Where an installation keeps its lists."""
    return home / "lists"


def record_of(home: Path, list_id: str) -> Record | None:
    """The record of a stored list, None if there is none or it cannot be read."""
    try:
        return msgspec.json.decode(_record_path(home, list_id).read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return None


def data_path(home: Path, record: Record) -> Path:
    """The file with the entries of a stored list."""
    return _record_path(home, record.id).parent / record.file


def pack(folder: Path, entries: Iterable[Entry]) -> tuple[Path, str]:
    """Write entries to a new temporary file in `folder`; returns its path and the SHA-256 of the entries."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    path = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=PACKING, mtime=0) as out,
        ):
            for lines in _in_batches(entries):
                digest.update(lines)
                out.write(lines)
            out.close()
            os.fsync(raw.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest()


def keep(home: Path, packed: Path, record: Record) -> None:
    """Put packed entries in place of what the record's list was. A crash at any instant leaves the old or the new one.

    The file before stays until the next time, for who is reading it now.
    """
    path = _record_path(home, record.id)
    before = record_of(home, record.id)
    packed.replace(path.parent / record.file)
    write_private(path, msgspec.json.format(msgspec.json.encode(record)))
    wanted = {record.file, before.file if before else ""}
    for old in path.parent.glob(f"{glob.escape(path.name.removesuffix('.json'))}.*.txt.gz"):
        if old.name not in wanted:
            old.unlink(missing_ok=True)


def new_record(
    list_id: str, digest: str, report: ReadReport, at: dt.datetime, address: str = "", etag: str = ""
) -> Record:
    """The record of a list just packed."""
    return Record(
        id=list_id,
        file=f"{Path(list_id).name}.{digest[:12]}.txt.gz",
        at=at,
        sha256=digest,
        lines=report.lines,
        kept=report.kept,
        rejected=report.rejected,
        entries=report.entries,
        address=address,
        etag=etag,
    )


def write_private(path: Path, content: bytes) -> None:
    """Write a small file atomically, readable by its owner only until somebody widens it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as raw:
        raw.write(content)
        raw.flush()
        os.fsync(raw.fileno())
    Path(name).replace(path)


def _record_path(home: Path, list_id: str) -> Path:
    return folder_of(home) / f"{list_id}.json"


def _in_batches(entries: Iterable[Entry]) -> Iterator[bytes]:
    rest = iter(entries)
    while batch := list(islice(rest, 10_000)):
        yield "".join(f"{entry}\n" for entry in batch).encode()
