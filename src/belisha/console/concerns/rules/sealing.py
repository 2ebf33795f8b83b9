"""The seal of an entry: what was written cannot be exchanged for other words without the record telling."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["seal_of"]


def seal_of(salt: str, kind: str, text: str, details: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, of an entry's words and details with its salt."""
    body = json.dumps([salt, kind, text, dict(details)], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
