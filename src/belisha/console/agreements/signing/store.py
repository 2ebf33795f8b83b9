"""Where scans of signed sheets lie: encrypted, each with a key of its own, which the installation's key encrypts.

The installation's key lies in the data folder for its owner alone, and is carried by the backup with everything else.
"""

from __future__ import annotations

import base64
import os
import secrets
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["StoreError", "forget", "read", "write"]

KEY: Final = "console/agreements-key"
FOLDER: Final = "agreements"
NONCE: Final = 12


class StoreError(Exception):
    """A scan cannot be read: it is gone, was changed on the disk, or its key is not here."""


def write(key: str, content: bytes) -> str:
    """Encrypt a scan and put it on the disk; returns its own key, encrypted. Raises OSError."""
    own, nonce, lock = AESGCM.generate_key(256), secrets.token_bytes(NONCE), secrets.token_bytes(NONCE)
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        sink.write(nonce + AESGCM(own).encrypt(nonce, content, key.encode()))
        sink.flush()
        os.fsync(sink.fileno())
    draft.replace(place)
    return base64.b64encode(lock + AESGCM(_key()).encrypt(lock, own, key.encode())).decode()


def read(key: str, locked: str) -> bytes:
    """The content of a scan. Raises StoreError."""
    try:
        held, sealed = _place(key).read_bytes(), base64.b64decode(locked)
        own = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], key.encode())
        return AESGCM(own).decrypt(held[:NONCE], held[NONCE:], key.encode())
    except (OSError, InvalidTag, ValueError) as error:
        message = f"{key} cannot be read: {type(error).__name__}"
        raise StoreError(message) from error


def _place(key: str) -> Path:
    place: Path = settings.HOME / FOLDER / key[:2] / key
    return place


def _key() -> bytes:
    """The installation's key for scans; made when it is needed first."""
    file: Path = settings.HOME / KEY
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            sink.write(AESGCM.generate_key(256))
        # a link fails where another process was first: then that one's key is ours too
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes()


def forget(key: str) -> None:
    """Delete a scan from the disk; one that is gone already is no fault."""
    _place(key).unlink(missing_ok=True)
