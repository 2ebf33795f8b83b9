"""Several lists in one place, a folder or a tarball, each known by its path inside; nothing is unpacked to disk."""

from __future__ import annotations

import tarfile
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol, cast

from belisha.engine.lists.reports import ListError
from belisha.engine.lists.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import BufferedReader

MOST_FILES = 50_000


class Shelf(Protocol):
    """Files by path ("adult/domains"), and links: paths that stand for another path of the same shelf."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files."""

    @property
    def links(self) -> Mapping[str, str]:
        """The path that each link stands for."""

    def lines(self, path: str) -> Iterator[str]:
        """The lines of one file. Raises ListError if it is damaged."""


class FolderShelf:
    """A folder; links that lead out of it are not followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        found = sorted(self.folder.rglob("*"))[:MOST_FILES]
        self.links = {self._inside(path): self._target(path) for path in found if path.is_symlink()}
        self.files = tuple(
            self._inside(path)
            for path in found
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        )

    def _inside(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _target(self, link: Path) -> str:
        target = link.resolve()
        return self._inside(target) if target.is_relative_to(self.folder) else ""

    def lines(self, path: str) -> Iterator[str]:
        """The lines of one file of the folder."""
        try:
            with (self.folder / path).open("rb") as raw:
                yield from lines_of(raw)
        except OSError as error:
            raise ListError(f"{path} cannot be read: {error.strerror}") from error


class TarShelf:
    """A tarball, read in place. A folder that holds all the rest is left out ("blacklists/adult" is "adult")."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        found: dict[str, tarfile.TarInfo] = {}
        for member in tar:
            if len(found) > MOST_FILES:
                raise ListError("the tarball holds far more files than any set of lists does")
            if member.isreg() or member.issym():
                found[PurePosixPath(member.name).as_posix().removeprefix("./")] = member
        tops = {path.partition("/")[0] for path in found}
        top = f"{tops.pop()}/" if len(tops) == 1 else ""
        self._members = {path.removeprefix(top): member for path, member in found.items()}
        self.files = tuple(path for path, member in self._members.items() if member.isreg())
        self.links = {
            path: PurePosixPath(path).parent.joinpath(member.linkname).as_posix()
            for path, member in self._members.items()
            if member.issym()
        }

    def lines(self, path: str) -> Iterator[str]:
        """The lines of one file of the tarball; quickest in the order of `files`."""
        content = self.tar.extractfile(self._members[path])
        try:
            yield from lines_of(cast("BufferedReader", content))
        except (OSError, tarfile.TarError) as error:
            raise ListError(f"{path} in the tarball is damaged") from error


@contextmanager
def open_shelf(path: Path) -> Iterator[Shelf]:
    """The shelf at `path`. Raises ListError if it is neither a folder nor a tarball, or a damaged one."""
    if path.is_dir():
        yield FolderShelf(path)
        return
    with ExitStack() as stack:
        try:
            shelf = TarShelf(stack.enter_context(tarfile.open(path)))
        except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
            raise ListError(f"{path.name} is not a tarball, or it is damaged") from error
        yield shelf


def is_shelf(path: Path) -> bool:
    """Whether `path` is a folder or a tarball (by content)."""
    try:
        return path.is_dir() or (path.is_file() and tarfile.is_tarfile(path))
    except (OSError, EOFError):
        return False
