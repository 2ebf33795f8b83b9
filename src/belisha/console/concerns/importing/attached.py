"""Which files of the zip the rows of an old log name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.concerns.models import ImportedFile

__all__ = ["Attached", "Zipped"]

BETWEEN: Final = re.compile(r"[;|\n\r]+")
FOLDER: Final = re.compile(r"[/\\]+")


class Attached(NamedTuple):
    """What the files that a row names come to. `missing`: names that no file has, or more than one."""

    files: tuple[ImportedFile, ...] = ()
    missing: tuple[str, ...] = ()


class Zipped:
    """The files of a zip by name: the whole path, or the last part of it where that is one file's alone."""

    def __init__(self, rows: Iterable[ImportedFile]) -> None:
        """Put every file under its names."""
        self.rows = tuple(rows)
        self._by_name: dict[str, list[ImportedFile]] = defaultdict(list)
        for row in self.rows:
            for name in {_folded(row.name), _folded(FOLDER.split(row.name)[-1])}:
                self._by_name[name].append(row)

    def named(self, cell: str) -> Attached:
        """What a cell names: as one name, as names between semicolons, or between commas."""
        parts = [part.strip() for part in BETWEEN.split(cell) if part.strip()]
        found: dict[str, ImportedFile] = {}
        missing = []
        for name in [each for part in parts for each in self._split(part)]:
            rows = self._by_name.get(_folded(name), [])
            if len(rows) == 1 and rows[0].key:
                found[rows[0].sha256] = rows[0]  # the same file twice is kept once
            else:
                missing.append(name)
        return Attached(tuple(found.values()), tuple(missing))

    def _split(self, part: str) -> list[str]:
        if _folded(part) in self._by_name or "," not in part:
            return [part]
        return [each.strip() for each in part.split(",") if each.strip()]


def _folded(name: str) -> str:
    return "/".join(filter(None, FOLDER.split(name.strip()))).casefold()
