"""Whether Belisha runs on a data folder: every `belisha start` holds a lock in it for as long as it lives."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from belisha.cli.ownership import give_to_owner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["held_by_a_start", "runs_on"]

LOCK: Final = "running.lock"  # of no backup: what ends so passes


@contextmanager
def held_by_a_start(home: Path) -> Iterator[None]:
    """Hold the lock; a gateway and a console alone on one data folder hold it together. Raises OSError."""
    with (home / LOCK).open("w") as lock:
        give_to_owner(home, home / LOCK)  # whom root starts next may be somebody else
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def runs_on(home: Path) -> bool:
    """Whether some `belisha start` lives on a data folder. Raises OSError."""
    try:
        with (home / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
