"""Which console this gateway follows, and what it needs to speak with it; and how far it has come. Private files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from belisha.engine.published import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Link", "Progress", "authority_path", "read_link", "read_progress", "write_link", "write_progress"]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """The console's address, who this gateway is there, its token, and the key that signs what the console says.

    `authority`: whether the certificate of the school's own authority, kept beside, vouches for the console.
    """

    url: str
    gateway: str
    name: str
    token: str
    key: str  # hexadecimal
    schools: tuple[str, ...] = ()
    authority: bool = False
    joined: str = ""  # ISO 8601


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The last pointer that was gone by: its serial, which never falls, and the digest of what it said."""

    serial: int = 0
    said: str = ""
    since: str = ""  # when it was put in force here (ISO 8601)


def _folder(home: Path) -> Path:
    return home / "following"


def authority_path(home: Path) -> Path:
    """Where the certificate of the console's authority is kept."""
    return _folder(home) / "authority.pem"


def read_link(home: Path) -> Link:
    """The link. Raises OSError where there is none, ValueError where it cannot be used."""
    return msgspec.json.decode((_folder(home) / "link.json").read_bytes(), type=Link)


def write_link(home: Path, link: Link, authority: bytes = b"") -> None:
    """Keep a link, readable by its owner alone. Raises OSError."""
    folder = _folder(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if authority:
        write_atomically(authority_path(home), authority)
    _write_private(folder / "link.json", msgspec.json.format(msgspec.json.encode(link)))


def read_progress(home: Path) -> Progress:
    """How far this gateway has come; nowhere yet where nothing can be read."""
    try:
        return msgspec.json.decode((_folder(home) / "progress.json").read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return Progress()


def write_progress(home: Path, progress: Progress) -> None:
    """Keep it. Raises OSError."""
    _write_private(_folder(home) / "progress.json", msgspec.json.encode(progress))


def _write_private(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    write_atomically(file, content)
    file.chmod(0o600)
