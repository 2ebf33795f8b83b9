"""Makes a backup: into a file of another name first, so that one which is cut off leaves the older ones whole."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from belisha.console.config.backup.archive import Writer, verify, writing
from belisha.console.config.backup.contents import KEY_FILE, chosen
from belisha.console.config.backup.dump import copy_of, kind_of
from belisha.console.config.backup.errors import BackupError
from belisha.console.config.backup.keys import read_key, recipients

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.config.installation import Console

__all__ = ["Made", "backup_folder", "backups", "made_at", "make_backup", "room_for"]

NAME: Final = "belisha-{}.backup.age"
SHAPE: Final = "belisha-????????T??????Z.backup.age"
TIME: Final = "%Y%m%dT%H%M%SZ"


class Made(NamedTuple):
    """A backup that was made. `verified`: it was read again and compared; that needs the key on this machine."""

    file: Path
    size: int
    files: int
    verified: bool
    removed: int


def backup_folder(home: Path, console: Console) -> Path:
    """Where the nightly backups lie."""
    return Path(console.backup_folder) if console.backup_folder else home / "backups"


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, the newest last."""
    return sorted(folder.glob(SHAPE))


def made_at(file: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(file.name.split("-", 1)[1].partition(".")[0], TIME).replace(tzinfo=UTC)


def make_backup(
    home: Path, console: Console, database: str, folder: Path, now: datetime, *, record: bool | None = None
) -> Made:
    """Make a backup of a data folder and the database at an address; keep as many as console.yaml says.

    `record`: with the record of internet use; as console.yaml says when None. Raises BackupError or OSError.
    """
    readers = recipients(home, console)
    record = console.backup_record if record is None else record
    file = folder / NAME.format(now.astimezone(UTC).strftime(TIME))
    folder.mkdir(parents=True, exist_ok=True)
    with _draft(file) as sink, copy_of(database, home) as copy, writing(sink, readers) as writer:
        writer.add(kind_of(database), copy)
        for name in chosen(home, record=record):
            _add(writer, home, name)
        manifest = writer.finish(now, version("belisha"), kind_of(database), record=record)
    verified = _verified(file, home, console)
    removed = _remove_old(folder, console.backup_keep)
    return Made(file, file.stat().st_size, len(manifest.entries), verified, removed)


def _add(writer: Writer, home: Path, name: str) -> None:
    try:
        with (home / name).open("rb") as source:
            writer.add(f"home/{name}", source, os.fstat(source.fileno()).st_mode & 0o777)
    except FileNotFoundError:
        return  # it has been dealt with since the folder was listed: a worry that was read, a draft that was renamed


@contextmanager
def _draft(file: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when all of it is on the disk."""
    draft = file.with_name(f".{file.name}.part")
    for old in file.parent.glob(".belisha-*.part"):
        old.unlink()  # of one that was cut off
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _verified(file: Path, home: Path, console: Console) -> bool:
    if console.backup_recipients:
        return False  # their key is not here, and should not be
    try:
        verify(file, read_key(home / KEY_FILE))
    except BackupError:
        file.unlink()
        raise
    return True


def _remove_old(folder: Path, keep: int) -> int:
    old = backups(folder)[:-keep]
    for file in old:
        file.unlink()
    return len(old)


def room_for(folder: Path) -> int:
    """Free bytes where backups go."""
    place = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(place).free
