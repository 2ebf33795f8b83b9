"""What one gateway is given: its schools' part of the policy in force, the index, and its people's passwords.

Files are cut when what is in force changes, named by their content, and kept for the gateways that fetch them.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

import msgspec
from django.conf import settings

from belisha.engine.policy import dump, load
from belisha.engine.published import NothingPublishedError, index_path, policy_path, read_pointer, write_atomically
from belisha.engine.published.signed import Piece, is_extra

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Cut", "NothingToTellError", "cut_for", "file_of", "forget_but"]

Stamp = tuple[tuple[int, int], ...]


class NothingToTellError(Exception):
    """Nothing is in force here that a gateway could be told; the text says what."""


class Cut(NamedTuple):
    """What is in force for some schools. `at`: since when, as it was published."""

    whole: str
    at: str
    policy: Piece
    lists: Piece
    passwords: Piece
    extras: Piece

    @property
    def digest(self) -> str:
        """The same while it says the same."""
        said = "".join(piece.sha256 for piece in (self.policy, self.lists, self.passwords, self.extras))
        return hashlib.sha256(f"{self.whole}{said}".encode()).hexdigest()


KEPT: Final[dict[tuple[str, ...], tuple[Stamp, Cut]]] = {}
MOST_KEPT: Final = 200


def cut_for(codes: Iterable[str]) -> Cut:
    """What is in force for the schools of these codes; costs a few stat() while nothing changes.

    Raises NothingToTellError.
    """
    key = tuple(sorted(codes))
    stamp = _stamp(settings.HOME)
    known = KEPT.get((str(settings.HOME), *key))
    if known and known[0] == stamp and all(_lies_here(known[1])):
        return known[1]
    cut = _cut(settings.HOME, key)
    if len(KEPT) >= MOST_KEPT:
        KEPT.clear()
    KEPT[str(settings.HOME), *key] = stamp, cut
    return cut


def _stamp(home: Path) -> Stamp:
    stamps = []
    for file in (home / "published" / "current.json", home / "passwords", *_small_files(home)):
        try:
            status = file.stat()
            stamps.append((status.st_mtime_ns, status.st_ino))
        except OSError:
            stamps.append((0, 0))
    return tuple(stamps)


def _small_files(home: Path) -> list[Path]:
    """What the gateway's pages and its watcher read besides: answers to asks, schools' own rules of welfare."""
    return [home / "answers" / "asks.json", *sorted((home / "themes").glob("*/*"))]


def _lies_here(cut: Cut) -> Iterable[bool]:
    return (file_of(kind, piece.name).exists() for kind, piece in _pieces(cut))


def _pieces(cut: Cut) -> tuple[tuple[str, Piece], ...]:
    return ("policy", cut.policy), ("lists", cut.lists), ("passwords", cut.passwords), ("extras", cut.extras)


def _folder() -> Path:
    folder: Path = settings.HOME / "console" / "gateways"
    return folder


def file_of(kind: str, name: str) -> Path:
    """Where a piece lies; `name` is one that a gateway was told, never one that it sent."""
    if kind == "lists":
        return index_path(settings.HOME, name)
    return _folder() / f"{kind}-{name}"


def _cut(home: Path, codes: tuple[str, ...]) -> Cut:
    try:
        pointer = read_pointer(home)
        if not pointer.policy or not pointer.lists:
            message = "Nothing is in force here yet: belisha policy publish, belisha lists compile."
            raise NothingToTellError(message)
        content, names = _policy(policy_path(home, pointer.policy), codes)
        return Cut(
            whole=pointer.policy,
            at=pointer.at,
            policy=_keep("policy", content),
            lists=_index(index_path(home, pointer.lists), pointer.lists),
            passwords=_keep("passwords", _passwords(home / "passwords", names)),
            extras=_keep("extras", _extras(home, codes)),
        )
    except (NothingPublishedError, OSError, ValueError) as error:
        message = f"What is in force cannot be read: {error}"
        raise NothingToTellError(message) from error


def _policy(file: Path, codes: tuple[str, ...]) -> tuple[bytes, frozenset[str]]:
    """The part of a policy that is about some schools, and the names by which their people sign in."""
    policy = load(file.read_bytes())
    schools = {code: school for code, school in policy.schools.items() if code in codes}
    names = frozenset(person.sign_in.casefold() for school in schools.values() for person in school.people)
    return dump(msgspec.structs.replace(policy, schools=schools)), names


def _passwords(file: Path, names: frozenset[str]) -> bytes:
    lines = file.read_text().splitlines() if file.exists() else []
    return "".join(f"{line}\n" for line in lines if line.partition(":")[0].casefold() in names).encode()


def _extras(home: Path, codes: tuple[str, ...]) -> bytes:
    """The small files of these schools by their paths. Answers hold numbers and fixed words alone, no names."""
    folders = {quote(code, safe="") or "-" for code in codes}
    found = {}
    for file in _small_files(home):
        name = file.relative_to(home).as_posix()
        if is_extra(name) and (not name.startswith("themes/") or file.parent.name in folders) and file.is_file():
            found[name] = file.read_text("utf-8", "replace")
    return msgspec.json.encode(found, order="deterministic")


def _keep(kind: str, content: bytes) -> Piece:
    digest = hashlib.sha256(content).hexdigest()
    file = file_of(kind, digest)
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(file, content)
        file.chmod(0o600)
    return Piece(sha256=digest, size=len(content), name=digest)


def _index(file: Path, name: str) -> Piece:
    """An index is named by what is listed; what travels is known by its bytes, which are read for it once."""
    status = file.stat()
    note = _folder() / f"index-{name}.json"
    known = (status.st_size, status.st_mtime_ns)
    with suppress(OSError, msgspec.MsgspecError):
        size, written, digest = msgspec.json.decode(note.read_bytes(), type=tuple[int, int, str])
        if (size, written) == known:
            return Piece(sha256=digest, size=size, name=name)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(note, msgspec.json.encode((*known, digest)))
    return Piece(sha256=digest, size=status.st_size, name=name)


def forget_but(names: Iterable[str], before: float) -> int:
    """Delete what was cut before a moment (seconds since 1970) and is told nobody any more; how many files."""
    wanted = frozenset(names)
    files = [file for file in _folder().glob("*-*") if file.stem.partition("-")[2] not in wanted]
    old = [file for file in files if not file.name.startswith(".") and file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
