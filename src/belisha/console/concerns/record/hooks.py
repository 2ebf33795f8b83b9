"""What other parts of concerns show on the page of a concern, without that page knowing them.

@concern_panel
def clocks(by: By, concern: Concern) -> Panel | None: …  # asked only for those who may see the concern; None: nothing

@when_concerns_are_merged
def move_tasks(by: By, source: Concern, target: Concern) -> None: …  # rows of the source become the target's

@in_chronology
def referrals(by: By, concerns: Sequence[Concern]) -> list[Happening]: …  # what no entry tells; in few queries

A part's functions stand in its panels.py, which apps.py imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = [
    "Happening",
    "Panel",
    "concern_panel",
    "concerns_merged",
    "happenings_of",
    "in_chronology",
    "panels_for",
    "when_concerns_are_merged",
]


class Panel(NamedTuple):
    """A piece of the page: its heading (h2), a template drawn beneath it, and what that is given.

    The template gets `context`, and `concern`, `school`, `by`, `works` (whether they answer for the route), `request`
    and `csrf_input` with it. Its own headings begin at h3. `order`: what must be done first is first; 50 is the middle.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    order: int = 50


class Happening(NamedTuple):
    """Something in a chronology that no entry tells of: a task that was done, the answer to a referral."""

    concern: int  # its key
    at: datetime
    title: str
    text: str = ""
    who: str = ""


_PANELS: Final[list[Callable[[By, Concern], Panel | None]]] = []
_MERGED: Final[list[Callable[[By, Concern, Concern], None]]] = []
_HAPPENINGS: Final[list[Callable[[By, Sequence[Concern]], list[Happening]]]] = []


def concern_panel(f: Callable[[By, Concern], Panel | None]) -> Callable[[By, Concern], Panel | None]:
    """Declare a function that is asked for a panel whenever somebody opens a concern that they may see."""
    _PANELS.append(f)
    return f


def panels_for(by: By, concern: Concern) -> list[Panel]:
    """The panels of a concern, in their order."""
    found = [panel for f in _PANELS if (panel := f(by, concern)) is not None]
    return sorted(found, key=lambda panel: panel.order)


def when_concerns_are_merged(f: Callable[[By, Concern, Concern], None]) -> Callable[[By, Concern, Concern], None]:
    """Declare a function that is called in the transaction that puts the first concern into the second."""
    _MERGED.append(f)
    return f


def concerns_merged(by: By, source: Concern, target: Concern) -> None:
    """Say that a concern was put into another."""
    for f in _MERGED:
        f(by, source, target)


def in_chronology(
    f: Callable[[By, Sequence[Concern]], list[Happening]],
) -> Callable[[By, Sequence[Concern]], list[Happening]]:
    """Declare a function that is asked for what happened in some concerns that somebody may see."""
    _HAPPENINGS.append(f)
    return f


def happenings_of(by: By, concerns: Sequence[Concern]) -> list[Happening]:
    """What the parts tell of some concerns besides their entries."""
    return [each for f in _HAPPENINGS for each in f(by, concerns)]
