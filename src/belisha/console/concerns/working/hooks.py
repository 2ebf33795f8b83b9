"""What else keeps a concern from being closed: other parts register here.

@blocks_closing
def no_reference(concern: Concern) -> list[Missing]: …  # what to do, and on which page
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.working.rules.closing import Missing

__all__ = ["blockers", "blocks_closing"]

_ASKED: Final[list[Callable[[Concern], list[Missing]]]] = []


def blocks_closing(f: Callable[[Concern], list[Missing]]) -> Callable[[Concern], list[Missing]]:
    """Declare a function that says why a concern cannot be closed yet; an empty list where it can."""
    _ASKED.append(f)
    return f


def blockers(concern: Concern) -> list[Missing]:
    """What other parts say is missing."""
    return [each for f in _ASKED for each in f(concern)]
