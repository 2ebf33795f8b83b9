"""The watched folder: what lies there whole, what is being worked on, what is done with. Files alone, no database."""

from __future__ import annotations

import json
import shutil
import stat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from belisha.console.people.roster.readers import Bundle, bundle_of, bundle_of_path
from belisha.console.people.roster.readers.detect import ONEROSTER, SDS, TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta
    from pathlib import Path

__all__ = ["DONE", "FAILED", "Arrival", "Claimed", "claim", "is_open_to_all", "put_by", "ready", "sweep"]

DONE, FAILED, WORKING, SEEN = "done", "failed", ".working", ".seen.json"
LONGEST: Final = 80
# Files that belong together when they lie there loose.
SETS: Final = {*ONEROSTER, *SDS, *TOGETHER}


class Arrival(NamedTuple):
    """A file, a folder, or the loose files of one export."""

    name: str
    paths: tuple[Path, ...]

    def look(self) -> list[list[Any]]:
        """Names, sizes and times: what must stay the same from one look to the next."""
        files = [file for path in self.paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
        return [[file.name, (info := file.lstat()).st_size, info.st_mtime_ns] for file in files]


class Claimed(NamedTuple):
    """An arrival that nobody else works on: a folder of its own, and what it was called."""

    folder: Path
    name: str

    def bundle(self) -> Bundle:
        """Its files. Raises RosterError."""
        # a link may have been put in the place of a file between the look and the taking: it leads out of the folder
        inside = sorted(path for path in self.folder.iterdir() if not path.is_symlink())
        if len(inside) == 1:
            return bundle_of_path(inside[0])
        return bundle_of([(path.name, path.read_bytes()) for path in inside if path.is_file()])


def ready(folder: Path) -> list[Arrival]:
    """What has come whole: it is as it was at the last look. A folder that is not there yet is made, for us alone."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    before, here = _seen(folder), _arrivals(folder)
    now = {arrival.name: arrival.look() for arrival in here}
    (folder / SEEN).write_text(json.dumps(now))
    return [arrival for arrival in here if before.get(arrival.name) == now[arrival.name]]


def _seen(folder: Path) -> dict[str, Any]:
    try:
        seen = json.loads((folder / SEEN).read_text())
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _arrivals(folder: Path) -> list[Arrival]:
    # hidden names are those under which transfer programs write until a file is whole
    there = sorted(
        path
        for path in folder.iterdir()
        if path.name not in {DONE, FAILED} and not path.name.startswith(".") and not path.is_symlink()
    )
    loose = tuple(path for path in there if path.is_file() and path.name.casefold() in SETS)
    singles = [Arrival(path.name, (path,)) for path in there if path not in loose]
    return [*singles, *([Arrival(loose[0].name if len(loose) == 1 else "export", loose)] if loose else [])]


def claim(folder: Path, arrivals: list[Arrival], now: datetime) -> Iterator[Claimed]:
    """Move arrivals to where only we work, one after the other; those that a crash left behind come first."""
    working = folder / WORKING
    working.mkdir(mode=0o700, exist_ok=True)
    for left in sorted(working.iterdir()):
        yield Claimed(left, left.name)
    for arrival in arrivals:
        target = _free(working, f"{now:%Y%m%d-%H%M%S}-{arrival.name[-LONGEST:]}")
        target.mkdir(mode=0o700)
        for path in arrival.paths:
            path.rename(target / path.name)
        yield Claimed(target, arrival.name)


def put_by(claimed: Claimed, where: str, *, note: str) -> Path:
    """Move what was worked on to `done` or `failed`, with a note of its hash or of what was wrong beside it."""
    kept = claimed.folder.parent.parent / where
    kept.mkdir(mode=0o700, exist_ok=True)
    target = _free(kept, claimed.folder.name)
    claimed.folder.rename(target)
    target.with_name(f"{target.name}.reason.txt" if where == FAILED else f"{target.name}.sha256.txt").write_text(
        f"{note}\n", "utf-8"
    )
    return target


def _free(folder: Path, name: str) -> Path:
    number, target = 1, folder / name
    while target.exists():
        number += 1
        target = folder / f"{name}.{number}"
    return target


def is_open_to_all(folder: Path) -> bool:
    """Whether anybody on this machine may put files into a folder."""
    return folder.is_dir() and bool(folder.stat().st_mode & stat.S_IWOTH)


def sweep(folder: Path, now: datetime, keep: timedelta) -> int:
    """Delete what was done with longer ago than that; how many."""
    gone = 0
    for where in (DONE, FAILED):
        kept = folder / where
        for path in sorted(kept.iterdir()) if kept.is_dir() else ():
            if path.lstat().st_ctime < (now - keep).timestamp():
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
                gone += 1
    return gone
