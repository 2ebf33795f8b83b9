"""Brings a backup back: read and compared whole first, then laid out beside, then put in place."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

import msgspec

from belisha.console.config.backup.archive import Manifest, read, verify
from belisha.console.config.backup.contents import chosen
from belisha.console.config.backup.dump import SQLITE, check_sqlite, is_empty, kind_of, load_sql
from belisha.console.config.backup.errors import BackupError
from belisha.console.config.database import sqlite_file
from belisha.console.config.installation import FILE
from belisha.engine.published import index_path, read_pointer, write_atomically

if TYPE_CHECKING:
    import tarfile

    from pyrage import x25519

__all__ = ["UNFINISHED", "put_aside", "restore"]

UNFINISHED: Final = "restore-unfinished"
LAID_OUT: Final = ".restoring"
ASIDE: Final = ".before-restore-{}"


def restore(file: Path, home: Path, key: x25519.Identity, *, database: str, force: bool, now: datetime) -> Manifest:
    """Bring a backup back into a data folder; what was there is put aside, where `force` allows it.

    `database` is where PostgreSQL's part goes; empty: as the console.yaml in the backup says. Raises BackupError, when
    nothing has changed yet.
    """
    manifest = verify(file, key)
    laid_out = home / LAID_OUT
    if not force and (next(chosen(home, record=True), None) or sqlite_file(home).exists()):
        message = f"{home} is not empty. Name an empty folder with --home, or use --force: what is there is put aside."
        raise BackupError(message)
    shutil.rmtree(laid_out, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    laid_out.mkdir(mode=0o700)
    try:
        read(file, key, lambda info, content: _lay_out(laid_out, info, content))
        _put_database(manifest, laid_out, database, force=force)
        (home / UNFINISHED).write_text(f"{file}\n")
        _put_aside(home, home / ASIDE.format(now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")), manifest)
        _put_in_place(laid_out, home)
    finally:
        shutil.rmtree(laid_out, ignore_errors=True)
    _have_lists_compiled(home)
    (home / UNFINISHED).unlink()
    return manifest


def put_aside(home: Path) -> list[Path]:
    """What earlier restores put aside, the newest last."""
    return sorted(home.glob(ASIDE.format("*")))


def _lay_out(folder: Path, info: tarfile.TarInfo, content: IO[bytes]) -> None:
    """Write one file of the backup; its name must stay below the folder. Raises BackupError."""
    name = PurePosixPath(info.name)
    if name.is_absolute() or ".." in name.parts:
        message = f"The backup holds a file that would lie outside: {info.name}"
        raise BackupError(message)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, info.mode & 0o777), "wb") as sink:
        shutil.copyfileobj(content, sink)


def _put_database(manifest: Manifest, laid_out: Path, database: str, *, force: bool) -> None:
    address = database or _database_in(laid_out / "home" / FILE)
    if kind_of(address) != manifest.database:
        held, wanted = ("SQLite", "PostgreSQL") if manifest.database == SQLITE else ("PostgreSQL", "SQLite")
        message = f"The backup holds a database of {held}; the settings name one of {wanted} (`database:`)."
        raise BackupError(message)
    copy = laid_out / manifest.database
    if manifest.database == SQLITE:
        check_sqlite(copy)
        place = laid_out / "home" / sqlite_file(Path())
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy.rename(place)
        return
    if not force and not is_empty(address):
        message = "The database that the settings name is not empty. Name an empty one, or use --force: it is replaced."
        raise BackupError(message)
    with copy.open("rb") as dump:
        load_sql(address, dump)
    copy.unlink()


def _database_in(settings: Path) -> str:
    """The address that a console.yaml names; the rest of it may be about files that this machine does not have yet."""
    told = msgspec.yaml.decode(settings.read_bytes()) if settings.exists() else {}
    return str((told or {}).get("database") or "")


def _put_aside(home: Path, aside: Path, manifest: Manifest) -> None:
    """Move away what the backup replaces; the record of internet use stays unless the backup brings its own."""
    places = [*chosen(home, record=manifest.record)]
    places += [f"console/{path.name}" for path in (home / "console").glob(f"{sqlite_file(home).name}*")]
    for name in places:
        if name == UNFINISHED:
            continue
        target = aside / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (home / name).rename(target)


def _put_in_place(laid_out: Path, home: Path) -> None:
    source = laid_out / "home"
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = home / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


def _have_lists_compiled(home: Path) -> None:
    """The index is not in a backup: say so in the pointer, and the next start makes it from the lists."""
    pointer = read_pointer(home)
    if pointer.lists and not index_path(home, pointer.lists).exists():
        fresh = msgspec.json.encode(msgspec.structs.replace(pointer, lists=""))
        for name in ("current.json", "last-good.json"):
            write_atomically(home / "published" / name, fresh)
