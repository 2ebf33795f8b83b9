"""What of a data folder belongs into a backup: everything that is not named here as made anew or kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["KEY_FILE", "chosen"]

KEY_FILE: Final = "backup-key.txt"
# named is what stays out, so that a new kind of file is in by itself
MADE_ANEW: Final = ("log", "squid", "published/lists", "console/static", "console/due", "console/gateways", "scanner")
ELSEWHERE: Final = ("backups", KEY_FILE, "console/console.sqlite3")
RECORD: Final = ("journal", "activity")
FINDINGS: Final = "activity/findings"
PASSING: Final = (".lock", ".part", ".pid", ".sock")


def chosen(home: Path, *, record: bool) -> Iterator[str]:
    """Names, relative to the data folder, of the files that a backup holds; `record`: with all of the internet use."""
    left_out = MADE_ANEW + ELSEWHERE + (() if record else RECORD)
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_symlink() or not path.is_file() or path.name.endswith(PASSING):
            continue
        if any(part.startswith(".") for part in name.split("/")):
            continue  # drafts of files that are being written, and what an earlier restore put aside
        if not _within(name, left_out) or _within(name, (FINDINGS,)):
            yield name


def _within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith((f"{place}/", f"{place}-")) for place in places)
