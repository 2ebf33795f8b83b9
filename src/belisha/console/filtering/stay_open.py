"""Which sites must stay open: one list, for reports of pages and for the tests of the filter."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

__all__ = ["EVERYWHERE", "HELP", "LESSONS"]

FILE: Final = Path(__file__).with_name("stay_open.yaml")


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: sites by why they must stay open."""

    id: str
    version: int
    source: str
    licence: str
    public: tuple[str, ...]
    help: tuple[str, ...]
    lessons: tuple[str, ...]
    work: tuple[str, ...]


_KEPT: Final = msgspec.yaml.decode(FILE.read_bytes(), type=_List)
EVERYWHERE: Final = frozenset((*_KEPT.public, *_KEPT.help, *_KEPT.lessons, *_KEPT.work))
HELP: Final = _KEPT.help
LESSONS: Final = _KEPT.lessons
