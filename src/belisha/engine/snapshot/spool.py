"""Files in which a build sets down what does not fit into memory, parted so that each part does."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Spool(ExitStack):
    """Lines in numbered parts, written in any order and read back part by part; closes its files when it is left."""

    def __init__(self, folder: Path, name: str, parts: int) -> None:
        """Make empty parts in a folder."""
        super().__init__()
        self.parts = parts
        self._paths = [folder / f"{name}-{number}" for number in range(parts)]
        self._files = [self.enter_context(path.open("wb")) for path in self._paths]
        self.writers = [file.write for file in self._files]

    def take(self, part: int) -> list[bytes]:
        """The lines of a part, without their newlines; the part is gone afterwards."""
        self._files[part].close()
        content = self._paths[part].read_bytes()
        self._paths[part].unlink()
        return content.splitlines()
