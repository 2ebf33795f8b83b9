"""Has `belisha lists` fetch and compile, in a process of its own: it needs much memory, for a while."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NotCompiledError", "compile_index", "fetch"]

FETCHING: Final = 3 * 3600
COMPILING: Final = 3600


class NotCompiledError(Exception):
    """No new index is in force; the text says why."""


def _belisha(home: Path, seconds: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-m", "belisha.cli", "lists", *arguments, "--json", "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds, cwd="/")  # noqa: S603


def fetch(home: Path, only: str = "") -> list[dict[str, Any]]:
    """Newer editions, of one source or list or of all: what became of each, as `belisha lists update` tells it.

    Raises OSError, subprocess.SubprocessError, ValueError when it could not be asked.
    """
    outcome = _belisha(home, FETCHING, "update", *(("--only", only) if only else ()))
    found: list[dict[str, Any]] = json.loads(outcome.stdout)["outcomes"]
    return found


def compile_index(home: Path) -> str:
    """Compile and put in force; the digest. Raises NotCompiledError, OSError, subprocess.SubprocessError."""
    outcome = _belisha(home, COMPILING, "compile")
    if outcome.returncode:
        said = (outcome.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NotCompiledError(said)
    return str(json.loads(outcome.stdout)["digest"])
