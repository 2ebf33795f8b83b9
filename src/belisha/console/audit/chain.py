"""How links are sealed and chained: pure functions over what a link holds."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Content", "Facts", "digest_of", "seal_of", "text_of"]

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


def text_of(content: Mapping[str, Any]) -> str:
    """A body as it is kept and sealed: JSON with sorted keys and no spaces; dates as ISO 8601."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    # half of a character, as broken files bring it, has no place in a database
    return text.encode(errors="replace").decode()


def seal_of(salt: str, text: str) -> str:
    """SHA-256 of a body: its salt, and its text. Hexadecimal."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def digest_of(facts: Facts) -> str:
    """SHA-256 of a link's facts, one a line; the time in UTC to the microsecond. Hexadecimal."""
    chain, number, at, event, actor, about, seal, before = facts
    lines = f"{chain}\n{number}\n{at.timestamp():.6f}\n{event}\n{actor}\n{about}\n{seal}\n{before}"
    return hashlib.sha256(lines.encode()).hexdigest()
