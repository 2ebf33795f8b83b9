"""Names of files as people bring them, made safe to show, to save and to put into a header."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["clean_name", "saved_name"]

LONGEST: Final = 100
ENDING: Final = re.compile(r"(\.[A-Za-z0-9]{1,8})+$")
# Windows takes these for devices, whatever ending stands behind them
DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}


def clean_name(name: str) -> str:
    """The name alone, without folders, marks of direction, control letters or endings; "file" when nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8")))[-1]
    kept = "".join(letter if _plain(letter) else " " for letter in last)
    stem = ENDING.sub("", " ".join(kept.split()).strip(". "))[:LONGEST].strip(". ")
    return stem if stem and stem.lower() not in DEVICES else "file"


def _plain(letter: str) -> bool:
    """Whether a letter means nothing to a path, a shell, a spreadsheet or a page."""
    return letter in " -_().," or unicodedata.category(letter)[0] in "LNM"


def saved_name(name: str, suffix: str, reference: str) -> str:
    """What a file is called when somebody takes it away: ASCII, with the ending that its content has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "file"
    return f"{reference}-{plain}{suffix}"
