"""Keys of locked entries, as they may stand in a file: digests under a key, so that nobody can list them."""

from __future__ import annotations

from hashlib import blake2b


def seal(key: bytes, secret: bytes) -> bytes:
    """The sealed form of a key; "!" keeps it apart from names."""
    return b"!" + blake2b(key, digest_size=16, key=secret).hexdigest().encode()
