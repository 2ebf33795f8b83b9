"""How a concern goes from one state to the next."""

from __future__ import annotations

from typing import Final

__all__ = ["CLOSED", "MERGED", "NEW", "OPEN", "STATES", "next_state"]

NEW, OPEN, CLOSED, MERGED = "new", "open", "closed", "merged"
# (state, what is done) -> state; what does not stand here is refused
STATES: Final[dict[tuple[str, str], str]] = {
    (NEW, "acknowledge"): OPEN,
    (NEW, "work"): OPEN,
    (OPEN, "work"): OPEN,
    (OPEN, "close"): CLOSED,
    (CLOSED, "reopen"): OPEN,
}


def next_state(state: str, deed: str) -> str | None:
    """The state after a deed, or None where it is not allowed."""
    return STATES.get((state, deed))
