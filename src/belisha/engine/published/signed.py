"""The pointer as it travels to gateways on other machines: which files are in force, signed by who published them.

Files are known by their digests, so that nothing else need be signed. The serial of a gateway's pointers only rises.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

__all__ = ["ForgedError", "Piece", "Told", "is_extra", "open_told", "public_bytes", "public_key", "seal"]

PURPOSE = b"belisha: what is in force at a gateway, 1\n"  # what the key signs is never taken for anything else
EXTRA = re.compile(r"answers/asks\.json|themes/[A-Za-z0-9%_-]+/(?:themes\.yaml|marks\.jsonl)")
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]  # also of use as the name of a file
Text = Annotated[str, msgspec.Meta(max_length=64)]


class ForgedError(ValueError):
    """What should be a pointer is none, or was not signed by the key that is known."""


class Piece(msgspec.Struct, frozen=True):
    """A file: the SHA-256 of its bytes, their number, and the name by which it is asked for and kept."""

    sha256: Digest
    size: Annotated[int, msgspec.Meta(ge=0)]
    name: Digest


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one gateway is to go by. `whole`: digest of the policy that this gateway's part was cut from.

    `at`: since when it is in force (ISO 8601, UTC).
    """

    gateway: Text
    serial: Annotated[int, msgspec.Meta(ge=1)]
    at: Text
    whole: Digest
    policy: Piece
    lists: Piece
    passwords: Piece
    extras: Piece | None = None  # small files that the gateway's pages and its watcher read, as one JSON object

    @property
    def pieces(self) -> dict[str, Piece]:
        """Each by its kind."""
        found = {"policy": self.policy, "lists": self.lists, "passwords": self.passwords}
        return found | ({"extras": self.extras} if self.extras else {})


def is_extra(name: str) -> bool:
    """Whether a path below the data folder is one of the small files that a console may write at a gateway."""
    return EXTRA.fullmatch(name) is not None


class _Envelope(msgspec.Struct, frozen=True):
    told: bytes
    signature: bytes


def seal(told: Told, key: Ed25519PrivateKey) -> bytes:
    """The pointer with its signature, as it travels."""
    content = msgspec.json.encode(told, order="deterministic")
    return msgspec.json.encode(_Envelope(content, key.sign(PURPOSE + content)))


def open_told(envelope: bytes, key: Ed25519PublicKey) -> Told:
    """What a sealed pointer says. Raises ForgedError."""
    try:
        opened = msgspec.json.decode(envelope, type=_Envelope)
        key.verify(opened.signature, PURPOSE + opened.told)
        return msgspec.json.decode(opened.told, type=Told)
    except InvalidSignature as error:
        message = "It is not signed by the key that this gateway learned when it joined."
        raise ForgedError(message) from error
    except (msgspec.MsgspecError, ValueError) as error:
        message = f"It cannot be read: {error}"
        raise ForgedError(message) from error


def public_bytes(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as hexadecimal digits, for who is to know it."""
    return key.public_key().public_bytes_raw().hex()


def public_key(digits: str) -> Ed25519PublicKey:
    """The key behind such digits. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))
