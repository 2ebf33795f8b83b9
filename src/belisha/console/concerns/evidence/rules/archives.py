"""Archives, without unpacking anything: what they are, and whether they are bombs, locked, or hold programs."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from belisha.console.archives import UNREADABLE_ARCHIVE
from belisha.console.concerns.evidence.rules.refusing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fault_of_archive", "kind_of_archive", "second_archive"]

MOST_ENTRIES: Final = 2000
MOST_BYTES: Final = 500 << 20
MOST_TIMES: Final = 150  # as large unpacked as packed; text reaches some 20
END: Final = b"PK\x05\x06"
TAIL: Final = 66_000  # the end of an archive lies within its last 65,557 bytes
LOCKED: Final = 0x1
ARCHIVES: Final = (".zip", ".jar", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".iso", ".cab")
PROGRAMS: Final = (
    ".exe", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".lnk",
    ".dll", ".apk", ".dmg", ".pkg", ".sh", ".reg", ".url", ".docm", ".xlsm", ".pptm",
)  # fmt: skip


def _listing(content: bytes) -> list[zipfile.ZipInfo]:
    """What an archive says that it holds. Raises RefusedError."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except UNREADABLE_ARCHIVE as error:
        raise RefusedError(_("This archive is damaged.")) from error


def kind_of_archive(content: bytes) -> str:
    """The id of the kind: an office document, or an archive. Raises RefusedError."""
    names = {entry.filename for entry in _listing(content)}
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "word"), ("xl/", "excel"), ("ppt/", "slides")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "open" if {"mimetype", "content.xml"} <= names else "zip"


def fault_of_archive(content: bytes) -> str:
    """Why an archive is not taken, or ""."""
    entries = _listing(content)
    if len(entries) > MOST_ENTRIES or _is_bomb(entries, len(content)):
        return _("This archive would unpack to far more than it should.")
    if any(entry.flag_bits & LOCKED for entry in entries):
        return _("This archive has a password, so it cannot be scanned. Unpack it, and add the files one by one.")
    names = [entry.filename.lower() for entry in entries]
    if any(_leads_out(name) for name in names):
        return _("This archive would unpack to places outside its folder.")
    if any(name.endswith("vbaproject.bin") or "/macros/" in name for name in names):
        return _("This document holds macros. Save it without them, or as PDF.")
    if any(name.rstrip(". ").endswith((*PROGRAMS, *ARCHIVES)) for name in names):
        return _("This archive holds programs or further archives. Unpack it, and add the files one by one.")
    return ""


def _is_bomb(entries: Sequence[zipfile.ZipInfo], size: int) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    places = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    overlapping = any(end > start for (_first, end), (start, _last) in pairwise(places))
    return unpacked > MOST_BYTES or unpacked > size * MOST_TIMES or overlapping


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name[:3] or ".." in name.replace("\\", "/").split("/")


def second_archive(content: bytes) -> bool:
    """Whether an archive is hidden in a file of another kind."""
    if content.rfind(END, -TAIL) < 0 and END not in content[-TAIL:]:
        return False
    try:
        return zipfile.is_zipfile(BytesIO(content)) and bool(_listing(content))
    except RefusedError:
        return True
