"""How links are sealed and chained: pure functions over what a link holds."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Content", "digest_of", "seal_of"]

Content = dict[str, Any]


class Facts(NamedTuple):
    """What the digest of a link covers, in this order."""

    chain: str
    number: int
    at: datetime
    event: str
    actor: str
    about: str
    seal: str
    before: str


def seal_of(salt: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of a body: its salt, and its content as JSON with sorted keys. Hexadecimal."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def digest_of(facts: Facts) -> str:
    """SHA-256 of a link's facts, one a line; the time in UTC to the microsecond. Hexadecimal."""
    at = f"{facts.at.timestamp():.6f}"
    lines = (facts.chain, str(facts.number), at, facts.event, facts.actor, facts.about, facts.seal, facts.before)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
