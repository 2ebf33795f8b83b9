"""The authority's certificate in the two forms that devices take, and its fingerprint for comparing.

Whatever else the file holds, such as a key, never leaves it: the certificate alone is read, and written anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Certificate", "read_certificate"]


class Certificate(NamedTuple):
    """One certificate. `fingerprint`: SHA-256, as devices show it."""

    der: bytes
    pem: bytes
    fingerprint: str


def read_certificate(path: Path) -> Certificate | None:
    """The first certificate in a PEM file; None when there is none that can be read."""
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None
    fingerprint = found.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(found.public_bytes(Encoding.DER), found.public_bytes(Encoding.PEM), fingerprint)
