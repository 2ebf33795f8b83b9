"""What waits in ``spool/``: forms that people sent at the gateway, findings and changes of coverage handed on.

A line that is kept no longer is overwritten with spaces where it stands: others read these files by place while they
grow, and a file that shrank would be read again, or from the middle of a line.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

__all__ = ["Sheet", "blank", "sheets", "waiting"]

_DAY = 10  # characters of a day: 2026-11-20


class _Line(NamedTuple):
    """A line that is not blank: where it begins, how long it is without its end, and the day it is of."""

    offset: int
    length: int
    day: date


class Sheet(NamedTuple):
    """A file of its own in a folder of the spool: whose it is, and the day that it is about."""

    path: Path
    school: str
    day: date


def waiting(home: Path) -> Iterator[tuple[date, int, int]]:
    """The days of forms, with how many lines and bytes there are of each."""
    days: dict[date, tuple[int, int]] = {}
    for path in _forms(home):
        for line in _lines(path.read_bytes()):
            rows, size = days.get(line.day, (0, 0))
            days[line.day] = (rows + 1, size + line.length)
    yield from ((day, rows, size) for day, (rows, size) in sorted(days.items()))


def blank(home: Path, day_is_over: Callable[[date], bool]) -> None:
    """Take out what forms of days say that are kept no longer. Raises OSError."""
    for path in _forms(home):
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # as whoever appends does
            gone = [line for line in _lines(file.read()) if day_is_over(line.day)]
            for line in gone:
                file.seek(line.offset)
                file.write(b" " * line.length)
            if gone:
                file.flush()
                os.fsync(file.fileno())


def sheets(home: Path) -> Iterator[Sheet]:
    """What was handed on, a file each."""
    for path in sorted((home / "spool").glob("*/*.json")):
        told = _read(path.read_bytes())
        day = _day_of(str(told.get("first") or told.get("day") or told.get("at") or ""))
        yield Sheet(path, str(told.get("school") or ""), day or _written(path))


def _forms(home: Path) -> list[Path]:
    return sorted((home / "spool").glob("*.jsonl"))


def _lines(content: bytes) -> Iterator[_Line]:
    """Lines with something in them. One that tells no day (it is damaged) is of the day of the one before."""
    offset, day = 0, None
    for whole in content.splitlines(keepends=True):
        line = whole.rstrip(b"\r\n")
        if line.strip():
            day = _day_of(str(_read(line).get("at", ""))) or day or date.max
            yield _Line(offset, len(line), day)
        offset += len(whole)


def _read(content: bytes) -> dict[str, object]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_DAY])
    except ValueError:
        return None


def _written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
