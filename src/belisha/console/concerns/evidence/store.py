"""Where the content of files lies: encrypted, each with a key of its own, outside of everything that is served.

A file's own key is encrypted by the installation's, which lies in the data folder for its owner alone. A new one can
be made at any time: the small keys are then encrypted anew, and no file is touched.
"""

from __future__ import annotations

import base64
import os
import secrets
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "KEYS",
    "Locked",
    "StoreError",
    "clear",
    "drop_old_locks",
    "file_of",
    "held_files",
    "lock_again",
    "new_lock",
    "read",
    "write",
]

KEYS: Final = "console/evidence-keys.json"
FOLDER: Final = "evidence"
BEGINNING: Final = b"belisha evidence 1\n"
NONCE: Final = 12


class StoreError(Exception):
    """A file cannot be read: it is gone, was changed on the disk, or its key is not here."""


class Locked(NamedTuple):
    """A file's own key, encrypted, and which of the installation's keys did it."""

    key: str
    lock: str


class _Keys(msgspec.Struct):
    """The installation's keys by name; `current` is used for what is new."""

    current: str
    keys: dict[str, str]


def file_of(key: str) -> Path:
    """Where the content of a file lies."""
    place: Path = settings.HOME / FOLDER / key[:2] / key
    return place


def held_files() -> list[Path]:
    """Everything that lies where files are kept, drafts included."""
    return sorted(path for path in (settings.HOME / FOLDER).rglob("*") if path.is_file())


def write(key: str, content: bytes) -> Locked:
    """Encrypt a file and put it on the disk, whole or not at all. Raises OSError."""
    own, nonce = AESGCM.generate_key(256), secrets.token_bytes(NONCE)
    sealed = AESGCM(own).encrypt(nonce, content, key.encode())
    _put(file_of(key), BEGINNING + nonce + sealed)
    return _locked(_keys(), key, own)


def read(key: str, locked: Locked) -> bytes:
    """The content of a file. Raises StoreError."""
    try:
        held = file_of(key).read_bytes()
        if not held.startswith(BEGINNING):
            message = f"{key} has no beginning of ours"
            raise StoreError(message)
        body = held[len(BEGINNING) :]
        return AESGCM(_own_key(_keys(), key, locked)).decrypt(body[:NONCE], body[NONCE:], key.encode())
    except (OSError, InvalidTag, KeyError, ValueError) as error:
        message = f"{key} cannot be read: {type(error).__name__}"
        raise StoreError(message) from error


def clear(keys: Iterable[str]) -> None:
    """Remove the content of files that have no rows any more."""
    for key in keys:
        file_of(key).unlink(missing_ok=True)


def new_lock() -> str:
    """Make a new key for the installation, which is used from now on; the older ones still open. Its name."""
    keys = _keys()
    name = secrets.token_hex(4)
    _keep(_Keys(name, keys.keys | {name: _text(AESGCM.generate_key(256))}))
    return name


def lock_again(key: str, locked: Locked) -> Locked:
    """A file's own key, encrypted by the newest of the installation's. Raises StoreError."""
    keys = _keys()
    try:
        return _locked(keys, key, _own_key(keys, key, locked))
    except (InvalidTag, KeyError, ValueError) as error:
        message = f"the key of {key} cannot be opened"
        raise StoreError(message) from error


def drop_old_locks(used: set[str]) -> int:
    """Destroy those of the installation's keys that no file needs any more; how many."""
    keys = _keys()
    kept = {name: key for name, key in keys.keys.items() if name in used | {keys.current}}
    if len(kept) != len(keys.keys):
        _keep(_Keys(keys.current, kept))
    return len(keys.keys) - len(kept)


def _locked(keys: _Keys, key: str, own: bytes) -> Locked:
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(base64.b64decode(keys.keys[keys.current])).encrypt(nonce, own, key.encode())
    return Locked(_text(nonce + sealed), keys.current)


def _own_key(keys: _Keys, key: str, locked: Locked) -> bytes:
    held = base64.b64decode(locked.key)
    return AESGCM(base64.b64decode(keys.keys[locked.lock])).decrypt(held[:NONCE], held[NONCE:], key.encode())


def _keys() -> _Keys:
    """The installation's keys; the first is made when it is needed."""
    file: Path = settings.HOME / KEYS
    if not file.exists():
        first = msgspec.json.encode(_Keys("first", {"first": _text(AESGCM.generate_key(256))}))
        draft = _draft(file, first)
        # a link fails where another process was first: then that one's keys are ours too
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return msgspec.json.decode(file.read_bytes(), type=_Keys)


def _keep(keys: _Keys) -> None:
    file: Path = settings.HOME / KEYS
    _draft(file, msgspec.json.encode(keys)).replace(file)


def _put(place: Path, content: bytes) -> None:
    _draft(place, content).replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name is on the disk as well before a row speaks of it
    finally:
        os.close(folder)


def _draft(place: Path, content: bytes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())
    return draft


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
