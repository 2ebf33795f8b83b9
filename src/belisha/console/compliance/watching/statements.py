"""Which tables some statements name: whatever they do with them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from belisha.console.compliance.watching.places import UNWATCHED, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.duties.reading import Statement

__all__ = ["tables_of"]

WORD: Final = re.compile(r"\w+")


def tables_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The tables that some statements name."""
    return frozenset().union(*(_named(statement) for statement in set(statements)))


@lru_cache(maxsize=8192)
def _named(statement: Statement) -> frozenset[str]:
    return frozenset(word for word in set(WORD.findall(statement)) if word in tables() or word in UNWATCHED)
