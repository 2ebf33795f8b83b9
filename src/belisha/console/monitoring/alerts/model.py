"""A finding as it is brought in: plain values, whatever the record or its spool called them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Sent"]


class Sent(NamedTuple):
    """What the record found of somebody. `told`: tells one handing over from another; "" where it was not handed on."""

    finding: str
    told: str
    person: str  # the policy's code
    who: str
    name: str
    group: str
    device: str
    address: str
    theme: str
    level: int
    first: datetime
    last: datetime
    seen: list[dict[str, Any]]  # text, at, kind, verdict, times, level, sentence, rule, version
    weighs: list[str]
    raised: bool
    versions: list[str]
