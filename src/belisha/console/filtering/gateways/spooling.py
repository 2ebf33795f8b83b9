"""What a gateway elsewhere hands on is put beside what came up here: people's lines, and findings of danger."""

from __future__ import annotations

import fcntl
import json
import os
import re
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from belisha.engine.published import write_atomically

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

__all__ = ["FINDINGS", "SPOOLED", "TooManyError", "keep_findings", "keep_spooled"]

FINDINGS: Final = "findings"

SPOOLED: Final = frozenset({"asks", "reports", "worries"})
LONGEST: Final = 32 << 10
MOST_WAITING: Final = 5000  # findings that nobody has read yet: more is no school's week, but a machine gone wrong
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


class TooManyError(OSError):
    """There is no room for more findings before those that wait are read."""


def keep_spooled(kind: str, schools: Iterable[str], lines: Iterable[str]) -> int:
    """Add lines of a gateway of some schools to the spool of a kind; how many were. Raises OSError.

    What is no JSON object is left out. Each says of which schools it can be, whatever it said itself. A line that comes
    twice is harmless: whoever reads the spool goes by its number.
    """
    among = sorted(schools)
    objects = [json.loads(line) for line in lines if len(line) <= LONGEST and _is_object(line)]
    good = [json.dumps(told | {"schools": among}, ensure_ascii=False) for told in objects]
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


def keep_findings(schools: Container[str], lines: Iterable[str]) -> int:
    """Put findings of danger of some schools into the spool, a file each; how many. Another school's are left out.

    One that comes twice is the same file; whoever reads the spool knows which it has had. Raises OSError.
    """
    folder = settings.HOME / "spool" / FINDINGS
    kept = 0
    for line in lines:
        told = _finding(line)
        if told is None or told["school"] not in schools:
            continue
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{told['finding']}.json"
        if not file.exists() and len(list(folder.iterdir())) >= MOST_WAITING:
            raise TooManyError
        write_atomically(file, line.encode())
        file.chmod(0o600)
        kept += 1
    return kept


def _finding(line: str) -> dict[str, Any] | None:
    """What a finding says, where it is one of level danger under a name that is of use for a file."""
    if len(line.encode("utf-8", "replace")) > LONGEST or not _is_object(line):
        return None
    told: dict[str, Any] = json.loads(line)
    named = isinstance(told.get("finding"), str) and NAME.fullmatch(told["finding"])
    return told if named and told.get("level") == "danger" and isinstance(told.get("school"), str) else None


def _is_object(line: str) -> bool:
    try:
        return "\n" not in line and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
