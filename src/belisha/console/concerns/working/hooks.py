"""What else keeps a concern from being closed: other parts register here.

@blocks_closing
def no_reference(concern: Concern) -> list[str]: …  # sentences, each with what to do
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.concerns.models import Concern

__all__ = ["blockers", "blocks_closing"]

_ASKED: Final[list[Callable[[Concern], list[str]]]] = []


def blocks_closing(f: Callable[[Concern], list[str]]) -> Callable[[Concern], list[str]]:
    """Declare a function that says why a concern cannot be closed yet; an empty list where it can."""
    _ASKED.append(f)
    return f


def blockers(concern: Concern) -> list[str]:
    """What other parts say is missing."""
    return [sentence for f in _ASKED for sentence in f(concern)]
