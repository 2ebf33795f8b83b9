"""The key with which this console signs what gateways are to go by: made once, readable by its owner alone."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["signing_key"]


def signing_key() -> Ed25519PrivateKey:
    """The key of this installation. Raises OSError, ValueError when it cannot be read."""
    return _key(settings.HOME / "console" / "signing-key.pem")


@lru_cache(maxsize=4)
def _key(file: Path) -> Ed25519PrivateKey:
    if not file.exists():
        _make(file)
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{file} holds no Ed25519 key."
        raise TypeError(message)
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    # a link fails where another process was first: then that one's key is ours too
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
