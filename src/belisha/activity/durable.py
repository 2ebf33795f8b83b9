"""Files that are there whole or not at all, whatever is killed when; and that belong to whoever owns their folder."""

import os
import shutil
from pathlib import Path

FOLDER_MODE = 0o750
FILE_MODE = 0o640


def write_whole(target: Path, content: bytes) -> None:
    """Replace a file atomically and durably: a reader sees the old content or the new. Raises OSError."""
    draft = target.with_name(f".{target.name}.draft")
    try:
        with draft.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        settle(draft)
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync(path: Path) -> None:
    """Have the kernel put what was written to this file on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the kernel put the folder's names on the disk."""
    sync(folder)


def make_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, for nobody but owner and group, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    _like_parent(folder)
    sync_folder(folder.parent)


def settle(path: Path) -> None:
    """Give a new file the mode and owner of its place."""
    path.chmod(FILE_MODE)
    _like_parent(path)


def _like_parent(path: Path) -> None:
    # root may run a command in a folder that the recorder, another user, goes on writing to
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.chown(path, parent.st_uid, parent.st_gid)


def free_bytes(home: Path) -> int:
    """Bytes that may still be written to the disk of the data folder."""
    return shutil.disk_usage(home).free
