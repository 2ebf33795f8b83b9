"""What became of what somebody sent, by its number: fixed words in a file that the console writes, without names."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Answer", "Answers", "read_answers"]

FILE = "answers/asks.json"
log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True):
    """How one thing stands: a word, and the lines to read."""

    state: str = ""
    lines: tuple[str, ...] = ()


class Answers(msgspec.Struct, frozen=True):
    """All that the console has told. `console`: its address, where staff ask."""

    console: str = ""
    asks: dict[str, Answer] = {}


def read_answers(home: Path) -> Answers:
    """The file as it is now; nothing where there is no console, or what it wrote cannot be read."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Answers)
    except FileNotFoundError:
        return Answers()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s cannot be read: %s", home / FILE, error)
        return Answers()
