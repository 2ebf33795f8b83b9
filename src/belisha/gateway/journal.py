"""The journal's segments: one a start of Squid and one a day, `current.log` pointing at the newest.

Squid writes into the segment itself, one write() a line, so that nothing stands between a request and its record.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.settings import Settings

__all__ = ["current_segment", "new_segment", "wants_new_segment"]

LARGEST = 256 << 20


def new_segment(settings: Settings, now: datetime) -> Path:
    """Begin a segment and point `current.log` at it by an atomic rename. Raises OSError when the disk refuses."""
    folder = settings.journal
    folder.mkdir(parents=True, exist_ok=True)
    segment = folder / f"{settings.name}-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.log"
    segment.touch(mode=0o640)
    _own(settings, segment)
    draft = folder / f".current.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(segment.name)
    draft.replace(folder / "current.log")
    return segment


def _own(settings: Settings, segment: Path) -> None:
    if settings.service_user:
        shutil.chown(segment, settings.service_user, settings.service_user)


def current_segment(settings: Settings) -> Path | None:
    """The segment that Squid writes, or None before the first start."""
    link = settings.journal / "current.log"
    return link.resolve() if link.is_symlink() else None


def wants_new_segment(settings: Settings, now: datetime) -> bool:
    """Whether the current segment is of another day (UTC) or has grown large."""
    segment = current_segment(settings)
    if segment is None or not segment.exists():
        return True
    begun = segment.stem.rpartition("-")[2][:8]
    return begun != f"{now.astimezone(UTC):%Y%m%d}" or segment.stat().st_size >= LARGEST
