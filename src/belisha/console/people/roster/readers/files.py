"""The files of one roster: single, in a folder or in a zip archive; opened within limits, nothing written to disk."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.archives import UNREADABLE_ARCHIVE
from belisha.console.people.roster.readers.shapes import RosterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["MOST_BYTES", "MOST_UNPACKED", "Bundle", "Part", "bundle_of", "bundle_of_path"]

MEGABYTE: Final = 1_048_576
MOST_BYTES: Final = 32 * MEGABYTE  # as it comes
MOST_UNPACKED: Final = 128 * MEGABYTE  # of an archive, all files together
MOST_FILES: Final = 200
MOST_SQUEEZED: Final = 250  # times smaller than unpacked: text never packs so well, a bomb does
BOMB_FROM: Final = MEGABYTE  # a small file of one letter is harmless
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
OLD_WORKBOOK: Final = (
    "{name} is an old Excel workbook (.xls) or has a password. Save it as “Excel workbook (.xlsx)” without one."
)
WORKBOOK_PART: Final = "[content_types].xml"
ENCRYPTED: Final = 0x1
LITTER: Final = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|\._)", re.IGNORECASE)


class Part(NamedTuple):
    """One file: its name without folders, and what it holds."""

    name: str
    data: bytes


class Bundle(NamedTuple):
    """The files of one roster. `name` is what people call it; `digest` is SHA-256 of it as it came, hexadecimal."""

    name: str
    parts: tuple[Part, ...]
    digest: str
    size: int

    def part(self, *names: str) -> Part | None:
        """The file of the first of these names that is there, whatever its case."""
        by_name = {part.name.casefold(): part for part in self.parts}
        return next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)

    def has(self, *names: str) -> bool:
        """Whether a file of one of these names is there."""
        return self.part(*names) is not None


def bundle_of(files: Sequence[tuple[str, bytes]]) -> Bundle:
    """The roster in files as they came (name, bytes): one archive is unpacked. Raises RosterError."""
    if not files:
        raise RosterError("No file was given. Choose the file that your management information system exported.")
    size = sum(len(data) for _, data in files)
    if size > MOST_BYTES:
        raise RosterError(f"This is {size / MEGABYTE:,.0f} MB. A roster may have {MOST_BYTES // MEGABYTE} MB.")
    parts = [Part(_plain_name(name), data) for name, data in files]
    digest = _digest_of(parts)
    if len(parts) == 1 and is_archive(parts[0].data):
        return Bundle(parts[0].name, tuple(_unpacked(parts[0].data)), digest, size)
    _check(parts)
    name = _told([part.name for part in parts])
    return Bundle(name, tuple(parts), digest, size)


def bundle_of_path(path: Path) -> Bundle:
    """The roster at a path: a file, an archive, or a folder of files. Raises RosterError."""
    try:
        found = _files_at(path)
        size = sum(file.stat().st_size for file in found)
        if size > MOST_BYTES:
            raise RosterError(
                f"{path.name} has {size / MEGABYTE:,.0f} MB. A roster may have {MOST_BYTES // MEGABYTE} MB."
            )
        bundle = bundle_of([(file.name, file.read_bytes()) for file in found])
    except OSError as error:
        raise RosterError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return bundle._replace(name=path.name)


def _told(names: list[str]) -> str:
    """What several files together are called: by the one that says who is in it."""
    best = next((name for name in names if name.casefold() in {"users.csv", "student.csv", "teacher.csv"}), names[0])
    return best if len(names) == 1 else f"{best} and {len(names) - 1} more"


def is_archive(data: bytes) -> bool:
    """Whether these are the bytes of a zip archive that is not a workbook."""
    return data[:4] in {ZIP, EMPTY_ZIP} and not is_workbook(data)


def is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of an Excel workbook of today."""
    if data[:4] != ZIP:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.casefold() == WORKBOOK_PART for name in archive.namelist())
    except UNREADABLE_ARCHIVE:
        return False


def _files_at(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.iterdir() if file.is_file() and not file.is_symlink() and not LITTER.search(file.name)
    )
    if len(found) > MOST_FILES:
        raise RosterError(
            f"{path.name} holds {len(found):,} files. Put the files of one roster into a folder of its own."
        )
    return found


def _plain_name(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:100] or "file"


def _digest_of(parts: Iterable[Part]) -> str:
    parts = sorted(parts)
    if len(parts) == 1:
        return hashlib.sha256(parts[0].data).hexdigest()
    each = "".join(f"{part.name}\n{hashlib.sha256(part.data).hexdigest()}\n" for part in parts)
    return hashlib.sha256(each.encode()).hexdigest()


def _check(parts: Sequence[Part]) -> None:
    if len(parts) > MOST_FILES:
        raise RosterError(f"There are {len(parts):,} files. The files of one roster are at most {MOST_FILES}.")
    seen: set[str] = set()
    for part in parts:
        if part.name.casefold() in seen:
            raise RosterError(f"There are two files called {part.name}. Keep the one that is right.")
        seen.add(part.name.casefold())


def _unpacked(data: bytes) -> list[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [
                entry for entry in archive.infolist() if not entry.is_dir() and not LITTER.search(entry.filename)
            ]
            check_entries(entries, len(data))
            parts = [Part(_plain_name(entry.filename), read_entry(archive, entry)) for entry in entries]
    except UNREADABLE_ARCHIVE as error:
        raise RosterError(
            f"The zip archive is damaged or not a zip archive ({_said(error)}). Export it again."
        ) from error
    if not parts:
        raise RosterError("The zip archive holds no files.")
    if all(is_archive(part.data) for part in parts):
        raise RosterError("The zip archive holds another archive. Unpack it, and give the one inside.")
    _check(parts)
    return parts


def check_entries(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive by what it says of itself. Raises RosterError."""
    if len(entries) > MOST_FILES:
        raise RosterError(f"The archive holds {len(entries):,} files. A roster has at most {MOST_FILES}.")
    for entry in entries:
        _check_entry(entry)
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED or (total > BOMB_FROM and total > packed * MOST_SQUEEZED):
        raise RosterError(
            f"Unpacked, the archive would fill {total / MEGABYTE:,.0f} MB from {packed / MEGABYTE:,.1f} MB. "
            f"That is no roster: it is refused. A roster unpacks to at most {MOST_UNPACKED // MEGABYTE} MB, and to at "
            f"most {MOST_SQUEEZED} times its size."
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    shown = _plain_name(name)
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        raise RosterError(f"The archive holds a file ({shown}) that would land outside of it. It is refused.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RosterError(f"The archive holds a link ({shown}) in place of a file. It is refused.")
    if entry.flag_bits & ENCRYPTED:
        raise RosterError("The archive is locked with a password. Unpack it, and give the files inside.")


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What one entry holds, never more than it said it would. Raises RosterError, and UNREADABLE_ARCHIVE."""
    with archive.open(entry) as handle:
        data = handle.read(entry.file_size + 1)
        # the size in an archive's directory may lie: a longer file shows here, before it fills the memory
        if len(data) > entry.file_size or handle.read(1):
            raise RosterError(f"{_plain_name(entry.filename)} is larger than the archive says. It is refused.")
    return data


def _said(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:80]
