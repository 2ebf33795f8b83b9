"""What the people of this installation say of sites: that one belongs to a category, or does not. One small file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from belisha.engine.lists.store import folder_of, write_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OUR_WORDS", "OurWords", "our_words", "write_our_words"]


OUR_WORDS = "corrections.json"


class OurWords(msgspec.Struct, frozen=True):
    """By category, the hosts that were put into it, and those that were taken out with everything below them."""

    into: dict[str, tuple[str, ...]] = {}
    out_of: dict[str, tuple[str, ...]] = {}


def _path(home: Path) -> Path:
    return folder_of(home) / OUR_WORDS


def our_words(home: Path) -> OurWords:
    """What was said; nothing where nothing was, or where it cannot be read: then the lists hold as published."""
    try:
        return msgspec.json.decode(_path(home).read_bytes(), type=OurWords)
    except (OSError, msgspec.MsgspecError):
        return OurWords()


def write_our_words(home: Path, words: OurWords) -> bool:
    """Keep them for every index that is compiled from now on; whether they changed. Raises OSError."""
    if words == our_words(home):
        return False
    write_private(_path(home), msgspec.json.format(msgspec.json.encode(words, order="deterministic")))
    return True
