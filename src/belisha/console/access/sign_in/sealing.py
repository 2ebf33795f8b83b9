"""Encryption of what lies in the database for one person alone: secrets of second factors, forms kept at the lock."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["SealError", "digest", "opened", "sealed"]


class SealError(Exception):
    """What was sealed cannot be opened: it was changed, or the console's key is another than it was."""


@lru_cache(maxsize=8)
def _cipher(secret: str) -> Fernet:
    key = HKDF(hashes.SHA256(), length=32, salt=None, info=b"belisha console: sealed fields").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(text: str) -> str:
    """A text, encrypted and signed with a key that is made from the console's own."""
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What `sealed` was given. Raises SealError."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(text.encode()).decode()
    except InvalidToken as error:
        message = "a sealed field cannot be opened"
        raise SealError(message) from error


def digest(purpose: str, text: str) -> str:
    """A keyed digest (SHA-256, hexadecimal): equal texts have equal digests, and nobody can go back."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()
