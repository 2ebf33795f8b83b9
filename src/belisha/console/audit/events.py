"""The kinds of event: each app declares its own in `audit_events.py`, with the words that the viewer shows.

A title goes on from the name of what it was done to (`to=`), lower case, no full stop: "joined the school" is read
as "Amy Hill joined the school. Done by Jane Reed (Head)." So: "was closed", "got a new password", "signed in".
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EVENTS", "EventKind", "event"]


class EventKind(NamedTuple):
    """A kind of event: its code ("people.joined") and what the viewer says of it."""

    code: str
    title: str


EVENTS: dict[str, EventKind] = {}


def event(code: str, title: str) -> EventKind:
    """Declare a kind of event. Raises ValueError when two apps use one code."""
    if code in EVENTS:
        message = f"two kinds of event are called {code}"
        raise ValueError(message)
    EVENTS[code] = EventKind(code, title)
    return EVENTS[code]
