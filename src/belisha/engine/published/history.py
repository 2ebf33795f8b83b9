"""What was in force when: each move of the pointer is a line of `published/history.jsonl`, oldest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from belisha.engine.published import HISTORY, Pointer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["in_force_at", "pointers", "since"]


def pointers(home: Path) -> list[Pointer]:
    """Every pointer that there was, oldest first. A line that a crash cut short is passed over."""
    try:
        lines = (home / "published" / HISTORY).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            pointer = msgspec.json.decode(line, type=Pointer)
            since(pointer)
        except (msgspec.MsgspecError, ValueError):
            continue
        found.append(pointer)
    return found


def since(pointer: Pointer) -> datetime:
    """From when on a pointer counted. Raises ValueError where it does not say."""
    moment = datetime.fromisoformat(pointer.at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_force_at(history: Sequence[Pointer], moment: datetime) -> Pointer | None:
    """What counted at a moment; None before the first that is on record."""
    return next((pointer for pointer in reversed(history) if since(pointer) <= moment), None)
