"""What axe has read of the console's pages in this run of the tests."""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class Known:
    """What was read without a fault in this run, by whichever worker: all of them add to one file."""

    def __init__(self, file: Path) -> None:
        self._file, self._read = file, 0
        self._seen: set[str] = set()
        file.touch()

    def news(self, built: dict[str, Any]) -> dict[str, set[str]]:
        """What nobody has read yet, by kind."""
        with self._file.open() as lines:
            lines.seek(self._read)
            self._seen.update(line.rstrip("\n") for line in iter(lines.readline, ""))
            self._read = lines.tell()
        kinds = {kind: [what] if isinstance(what, str) else what for kind, what in built.items()}
        return {kind: {_digest(kind, each) for each in what} - self._seen for kind, what in kinds.items()}

    def add(self, news: dict[str, set[str]]) -> None:
        """All of this was read."""
        with self._file.open("a") as lines:
            lines.write("".join(f"{each}\n" for each in chain.from_iterable(news.values())))


def _digest(kind: str, what: str) -> str:
    return blake2b(f"{kind} {what}".encode(), digest_size=10).hexdigest()
