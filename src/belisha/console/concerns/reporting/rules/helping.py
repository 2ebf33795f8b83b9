"""The directory of help: what help.yaml holds, and when a line of it must be tried again."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

__all__ = ["HelpLine", "Label", "audiences", "help_lines", "is_overdue", "noted", "topics"]

TRIED_WITHIN: Final = timedelta(days=365)


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic or an audience."""

    id: str
    title: str


class HelpLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One body that helps; what the fields mean is told in help.yaml."""

    id: str
    title: str
    about: str
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    phone: str = ""
    text: str = ""
    mail: str = ""
    site: str = ""
    hours: str = ""
    first: bool = False
    checked: date | None = None
    source: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    noted: date
    topics: tuple[Label, ...]
    audiences: tuple[Label, ...]
    lines: tuple[HelpLine, ...]


@cache
def _file() -> _File:
    return msgspec.yaml.decode((Path(__file__).parents[1] / "help.yaml").read_bytes(), type=_File)


def noted() -> date:
    """When the lines of the file were written down."""
    return _file().noted


def topics() -> tuple[Label, ...]:
    """What help is about."""
    return _file().topics


def audiences() -> tuple[Label, ...]:
    """Who turns to it."""
    return _file().audiences


def help_lines() -> tuple[HelpLine, ...]:
    """Every line for the whole country, in the order of the file."""
    return _file().lines


def is_overdue(tried: date, today: date) -> bool:
    """Whether a line must be tried again: within a year of the last time."""
    return today - tried > TRIED_WITHIN
