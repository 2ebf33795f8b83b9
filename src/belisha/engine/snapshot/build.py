"""Builds an index file: named by the digest of what is listed, written beside its place and renamed when whole."""

from __future__ import annotations

import fcntl
import mmap
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from belisha.engine.snapshot.compiler import FAMILY_PARTS, ROW_PARTS, Compiler
from belisha.engine.snapshot.envelope import Header, begin, body_digest, finish
from belisha.engine.snapshot.index import Snapshot
from belisha.engine.snapshot.shapes import BuildReport, NamedList, SnapshotError
from belisha.engine.snapshot.spool import Spool
from belisha.engine.snapshot.table import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from belisha.engine.snapshot.table import Place

_ROOM = ".building"


def build(lists: Iterable[NamedList], folder: Path, progress: Callable[[str, int], None] | None = None) -> BuildReport:
    """Compile lists into `folder`/<digest>.index, unless it is there already; one build at a time in a folder.

    All lists are taken first, then the entries of each are read once, in order of list id. `progress` hears what is
    being done and how much of it is done. Raises ValueError when two lists have the same id, OSError when the disk is
    full; whatever is raised, earlier indexes stay as they are.
    """
    ordered = sorted(lists, key=lambda named: named.id)
    if twice := {named.id for named, after in pairwise(ordered) if named.id == after.id}:
        message = f"Two lists have the same id: {', '.join(sorted(twice))}."
        raise ValueError(message)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _room(folder) as room,
        Spool(room, "families", FAMILY_PARTS) as families,
        Spool(room, "rows", ROW_PARTS) as rows,
    ):
        compiler = Compiler(ordered, families, rows, progress or _say_nothing)
        compiler.read()
        compiler.work_out()
        report = BuildReport(
            compiler.digest(), folder / f"{compiler.digest()}.index", compiler.lists(), compiler.counts()
        )
        if not _is_good(report.path):
            _write(compiler, report, room / "index")
            (room / "index").replace(report.path)
            _sync(folder)
    return report


def _write(compiler: Compiler, report: BuildReport, path: Path) -> None:
    with path.open("w+b") as out:
        begin(out)
        place = write_table(out, _rows(compiler.rows), compiler.row_count)
        marks_at = out.tell()
        marks = (marks_at, marks_at + out.write(compiler.marks))
        out.flush()
        with mmap.mmap(out.fileno(), 0, prot=mmap.PROT_READ) as written:
            body = body_digest(written, len(written))
        finish(out, _header(compiler, report, place, marks, body))
        out.flush()
        os.fsync(out.fileno())


def _header(compiler: Compiler, report: BuildReport, place: Place, marks: tuple[int, int], body: str) -> Header:
    return Header(
        digest=report.digest,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        lists=report.lists,
        counts=report.counts,
        sets=tuple(compiler.sets.contents),
        widths=compiler.widths,
        sealed_widths=compiler.sealed_widths,
        secret=compiler.secret.hex(),
        single=compiler.single,
        place=place,
        marks=marks,
        body=body,
    )


def _rows(spool: Spool) -> Iterator[bytes]:
    for part in range(spool.parts):
        yield from sorted(spool.take(part))


def _is_good(path: Path) -> bool:
    try:
        Snapshot.open(path).verify()
    except SnapshotError:
        return False
    return True


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """An empty folder to work in, removed afterwards; what a build that was killed has left there goes first."""
    room = folder / _ROOM
    with (folder / f"{_ROOM}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        room.mkdir(exist_ok=True)
        _clear(room)
        try:
            yield room
        finally:
            _clear(room)
            room.rmdir()


def _clear(room: Path) -> None:
    for file in room.iterdir():
        file.unlink()


def _sync(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _say_nothing(_what: str, _count: int) -> None:
    pass
