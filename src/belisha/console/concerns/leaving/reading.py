"""Opening a package that came: nothing in it is believed before its size, names, hashes, form and seals fit."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from django.utils.translation import gettext as _
from pyrage import DecryptError, IdentityError, decrypt, x25519

from belisha.console.archives import UNREADABLE_ARCHIVE
from belisha.console.concerns.evidence.rules.archives import fault_of_archive
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.leaving.rules import Package
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.rules.sealing import seal_of

if TYPE_CHECKING:
    from belisha.console.concerns.leaving.rules import Case, Item

__all__ = ["DATA", "LARGEST", "LIST", "PAPER", "Opened", "is_locked", "opened_with", "read_package"]

LIST, DATA, PAPER = "manifest.json", "file.json", "chronology.pdf"
LARGEST: Final = 100 << 20  # bytes, packed and unpacked alike: files lie in it as they are
DEEPEST: Final = 12
LOCKED: Final = b"age-encryption.org/v1\n"


class Opened(NamedTuple):
    """A package, the files in it by their path, and its SHA-256, hexadecimal."""

    package: Package
    files: dict[str, bytes]
    sha256: str


def is_locked(content: bytes) -> bool:
    """Whether it is encrypted for somebody's key."""
    return content.startswith(LOCKED)


def opened_with(secret: str, content: bytes) -> bytes:
    """What lies under the lock. Raises RefusedError."""
    try:
        return bytes(decrypt(content, [x25519.Identity.from_str(secret)]))
    except (DecryptError, IdentityError) as error:
        message = _("This file is damaged, or locked for another key than this school's. Ask for it to be sent again.")
        raise RefusedError(message) from error


def read_package(content: bytes) -> Opened:
    """A package with everything in it, checked. Raises RefusedError with a sentence."""
    if len(content) > LARGEST:
        raise RefusedError(_("This file is larger than %(most)s MB.") % {"most": LARGEST >> 20})
    if fault := fault_of_archive(content):
        raise RefusedError(fault)
    parts = _parts(content)
    package = _decoded(parts)
    for case in package.concerns:
        _check_case(case, parts)
    named = {held.path for case in package.concerns for held in case.files}
    if set(parts) != named | {DATA, PAPER}:
        raise RefusedError(_("This file holds something that it does not speak of. Nothing was taken."))
    files = {name: parts[name] for name in named}
    return Opened(package, files, hashlib.sha256(content).hexdigest())


def _parts(content: bytes) -> dict[str, bytes]:
    """What lies in the archive, each with its hash; nothing is ever unpacked to a path."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or sum(entry.file_size for entry in entries) > LARGEST:
                raise RefusedError(_("This file is not as a school's system makes it. Nothing was taken."))
            parts = {entry.filename: _read(archive, entry) for entry in entries}
        hashes = msgspec.json.decode(parts.pop(LIST), type=dict[str, str])
    except RefusedError:
        raise
    except UNREADABLE_ARCHIVE as error:
        raise RefusedError(_("This file is damaged, or no child-protection file of ours.")) from error
    if hashes != {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}:
        raise RefusedError(_("Something in this file was changed on its way. Ask for it to be sent again."))
    return parts


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than it says that it is, whatever it unpacks to."""
    with archive.open(entry) as source:
        found = source.read(entry.file_size + 1)
    if len(found) != entry.file_size:
        raise ValueError(entry.filename)
    return found


def _decoded(parts: dict[str, bytes]) -> Package:
    try:
        if b"\\u0000" in parts[DATA]:
            raise ValueError(DATA)  # no database of ours takes it
        package = msgspec.json.decode(parts[DATA], type=Package)
        deep = any(_is_deep(item.details) for case in package.concerns for item in case.entries)
    except (*UNREADABLE_ARCHIVE, RecursionError) as error:
        raise RefusedError(_("This file is of a form that this system does not read. Nothing was taken.")) from error
    if deep:
        raise RefusedError(_("This file is of a form that this system does not read. Nothing was taken."))
    return package


def _is_deep(value: Any) -> bool:
    level = [value]
    for _depth in range(DEEPEST):
        held = [each for each in level if isinstance(each, dict | list)]
        level = [inner for each in held for inner in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return True


def _check_case(case: Case, parts: dict[str, bytes]) -> None:
    words_only = case.words_only or case.category in {kind.id for kind in categories() if kind.words_only}
    if words_only and case.files:
        raise RefusedError(
            _("This file holds pictures or files where words alone are allowed. Nothing was kept. Tell the sender.")
        )
    for held in case.files:
        if hashlib.sha256(parts.get(held.path, b"")).hexdigest() != held.sha256:
            raise RefusedError(_("Something in this file was changed on its way. Ask for it to be sent again."))
    if not all(_fits(item) for item in case.entries):
        raise RefusedError(_("An entry in this file is not what was written at the school before. Nothing was taken."))


def _fits(item: Item) -> bool:
    """Whether an entry is what was sealed; one that was erased by law has nothing left to compare."""
    return bool(item.erased) or seal_of(item.salt, item.kind, item.text, item.details) == item.seal
