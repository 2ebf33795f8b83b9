"""The kinds of event: each app declares its own in `audit_events.py`, with the words that the viewer shows.

A title is lower case, without a full stop, and goes on from a name: that of what it was done to (`event`: "got an
account" is read as "Amy Hill got an account. Done by Jane Reed, Head."), or that of who did it (`deed`: "put somebody
on the register" is read as "Jane Reed, Head, put somebody on the register: Amy Hill.").
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EVENTS", "EventKind", "deed", "event"]


class EventKind(NamedTuple):
    """A kind of event: its code ("people.joined"), what the viewer says of it, and whose name the words go on from."""

    code: str
    title: str
    by_actor: bool = False


EVENTS: dict[str, EventKind] = {}


def event(code: str, title: str) -> EventKind:
    """Declare a kind whose title is said of what it was done to. Raises ValueError when two apps use one code."""
    return _declared(EventKind(code, title))


def deed(code: str, title: str) -> EventKind:
    """Declare a kind whose title is said of whoever did it. Raises ValueError when two apps use one code."""
    return _declared(EventKind(code, title, by_actor=True))


def _declared(kind: EventKind) -> EventKind:
    if kind.code in EVENTS:
        message = f"two kinds of event are called {kind.code}"
        raise ValueError(message)
    EVENTS[kind.code] = kind
    return kind
