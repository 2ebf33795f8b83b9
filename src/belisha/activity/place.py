"""Where the record lies: a folder of this machine or one it has mounted, or a bucket. Each file is there whole or not.

Names are relative, with "/" between. What only this machine needs (journal, look-ups, scratch) is not kept in a place.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from belisha.activity.durable import make_folder, settle, sync, sync_folder, write_whole
from belisha.activity.errors import ActivityError

if TYPE_CHECKING:
    from belisha.activity.duck import Connection

SETTINGS_FILE = "gateway.yaml"
ACCESS_FILE = "record-access.yaml"
BUCKET = "s3://"
_SET = re.compile(rb"^record:[ \t]*[\"']?[^ \t#\"'\n]", re.MULTILINE)


class PlaceError(ActivityError):
    """The record's place cannot be used as it is set; the text says what to change."""


class Place(Protocol):
    """A folder or a bucket, or a part of one. Raises OSError when it cannot be reached or is full."""

    def below(self, folder: str) -> "Place":
        """The part of it below a folder."""

    def read(self, name: str) -> bytes:
        """A file's content. Raises FileNotFoundError."""

    def write(self, name: str, content: bytes) -> None:
        """Replace a file: a reader sees the old content or the new."""

    def drafting(self, name: str) -> AbstractContextManager[Path]:
        """A local path to write to, which becomes the file when the block ends; nothing is left when it fails."""

    def remove(self, name: str) -> None:
        """Remove a file, and folders that are empty then; one that is not there is no error."""

    def names(self, folder: str = "") -> list[str]:
        """All files in a folder and below it."""

    def folders(self) -> list[str]:
        """The folders in it."""

    def locator(self, name: str) -> str:
        """What an engine opens the file by."""

    def show_to(self, duck: "Connection") -> None:
        """Let DuckDB open locators of this place."""


class Folder:
    """A folder, local or mounted."""

    def __init__(self, path: Path) -> None:
        """Made when something is written."""
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def below(self, folder: str) -> "Folder":
        """A folder in it."""
        return Folder(self.path / folder)

    def read(self, name: str) -> bytes:
        """From the disk."""
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Durably."""
        make_folder((self.path / name).parent)
        write_whole(self.path / name, content)

    @contextmanager
    def drafting(self, name: str) -> Iterator[Path]:
        """Beside the file, so that it is renamed and not copied; durably."""
        path = self.path / name
        make_folder(path.parent)
        draft = path.with_name(f".{path.name}.draft")
        try:
            yield draft
            sync(draft)
            settle(draft)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)

    def remove(self, name: str) -> None:
        """For good."""
        path = self.path / name
        path.unlink(missing_ok=True)
        with suppress(OSError):  # a folder that still holds something stays
            for folder in path.parents:
                if folder == self.path:
                    return
                folder.rmdir()

    def names(self, folder: str = "") -> list[str]:
        """Drafts that a killed process left behind too."""
        found = (self.path / folder).rglob("*")
        return sorted(path.relative_to(self.path).as_posix() for path in found if not path.is_dir())

    def folders(self) -> list[str]:
        """Not hidden ones."""
        if not self.path.is_dir():
            return []
        return sorted(path.name for path in self.path.iterdir() if path.is_dir() and not path.name.startswith("."))

    def locator(self, name: str) -> str:
        """Its path."""
        return str(self.path / name)

    def show_to(self, duck: "Connection") -> None:
        """It opens paths anyway."""


def activity_folder(home: Path) -> Path:
    """Where the record lies unless it is set otherwise, and where what only this machine needs lies always."""
    return home / "activity"


def record_place(home: Path) -> Place:
    """Where the record of a data folder lies, by ``record`` in gateway.yaml. Raises PlaceError with a sentence."""
    setting = _setting(home)
    if not setting:
        return Folder(activity_folder(home))
    if setting.startswith(BUCKET):
        from belisha.activity.bucket import open_bucket, read_access  # noqa: PLC0415 - only who has a bucket waits for it

        return open_bucket(setting.removeprefix(BUCKET), read_access(home / ACCESS_FILE), activity_folder(home))
    if not Path(setting).is_absolute():
        message = (
            f"{home / SETTINGS_FILE}: record: {setting!r} is neither a folder's whole path nor s3://BUCKET/FOLDER."
        )
        raise PlaceError(message)
    return Folder(Path(setting))


def is_shared(home: Path) -> bool:
    """Whether others may keep their record in the same place: it was set, and is not this data folder's own."""
    return bool(_setting(home))


def _setting(home: Path) -> str:
    try:
        text = (home / SETTINGS_FILE).read_bytes()
    except FileNotFoundError:
        return ""
    if not _SET.search(text):
        return ""
    import yaml  # noqa: PLC0415 - reading YAML takes long: only where there is something to read

    try:
        return msgspec.convert(yaml.safe_load(text)["record"], str)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        message = f"{home / SETTINGS_FILE}: record: {error}"
        raise PlaceError(message) from error
