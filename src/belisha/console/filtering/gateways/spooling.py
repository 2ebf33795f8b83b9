"""What people wrote on the pages of a gateway elsewhere is put beside what they wrote here, a line each."""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING, Final

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SPOOLED", "keep_spooled"]

SPOOLED: Final = frozenset({"asks", "reports", "worries"})
LONGEST: Final = 32 << 10


def keep_spooled(kind: str, lines: Iterable[str]) -> int:
    """Add lines to the spool of a kind; how many were. What is no JSON object is left out. Raises OSError.

    A line that comes twice is harmless: whoever reads the spool goes by its number.
    """
    good = [line for line in lines if len(line) <= LONGEST and _is_object(line)]
    if not good:
        return 0
    folder = settings.HOME / "spool"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / f"{kind}.jsonl", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        end = os.lseek(handle, 0, os.SEEK_END)
        content = "".join(f"{line}\n" for line in good).encode("utf-8", "replace")
        # a line that an earlier crash left without its end is ended first
        begun = end and os.pread(handle, 1, end - 1) != b"\n"
        whole = (b"\n" if begun else b"") + content
        if os.write(handle, whole) != len(whole):
            os.ftruncate(handle, end)
            raise OSError
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(good)


def _is_object(line: str) -> bool:
    try:
        return "\n" not in line and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
