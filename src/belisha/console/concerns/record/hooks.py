"""What other parts of concerns show on the page of a concern, without that page knowing them.

@concern_panel
def clocks(by: By, concern: Concern) -> Panel | None: …  # asked only for those who may see the concern; None: nothing

goes_with_concern("working", there=move_work, back=move_work_back)  # rows of the source become the target's, and back

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
    "concerns_parted",
    "goes_with_concern",
    "happenings_of",
    "in_chronology",
    "panels_for",
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


class _Mover(NamedTuple):
    """A part whose rows go along. `there` returns, as JSON values, what `back` needs to put each where it was."""

    there: Callable[[By, Concern, Concern], Mapping[str, Any]]
    back: Callable[[By, Concern, Concern, Mapping[str, Any]], None]


_PANELS: Final[list[Callable[[By, Concern], Panel | None]]] = []
_MOVERS: Final[dict[str, _Mover]] = {}
_HAPPENINGS: Final[list[Callable[[By, Sequence[Concern]], list[Happening]]]] = []


def concern_panel(f: Callable[[By, Concern], Panel | None]) -> Callable[[By, Concern], Panel | None]:
    """Declare a function that is asked for a panel whenever somebody opens a concern that they may see."""
    _PANELS.append(f)
    return f


def panels_for(by: By, concern: Concern) -> list[Panel]:
    """The panels of a concern, in their order."""
    found = [panel for f in _PANELS if (panel := f(by, concern)) is not None]
    return sorted(found, key=lambda panel: panel.order)


def goes_with_concern(
    part: str,
    *,
    there: Callable[[By, Concern, Concern], Mapping[str, Any]],
    back: Callable[[By, Concern, Concern, Mapping[str, Any]], None],
) -> None:
    """Declare what becomes of a part's rows in the transaction that puts a concern into another, or takes it out."""
    _MOVERS[part] = _Mover(there, back)


def concerns_merged(by: By, source: Concern, target: Concern) -> dict[str, Any]:
    """Have every part's rows go along; what each needs to put them back."""
    return {part: dict(mover.there(by, source, target)) for part, mover in _MOVERS.items()}


def concerns_parted(by: By, source: Concern, target: Concern, moved: Mapping[str, Any]) -> None:
    """Have every part put back what went along."""
    for part, mover in _MOVERS.items():
        mover.back(by, source, target, moved.get(part, {}))


def in_chronology(
    f: Callable[[By, Sequence[Concern]], list[Happening]],
) -> Callable[[By, Sequence[Concern]], list[Happening]]:
    """Declare a function that is asked for what happened in some concerns that somebody may see."""
    _HAPPENINGS.append(f)
    return f


def happenings_of(by: By, concerns: Sequence[Concern]) -> list[Happening]:
    """What the parts tell of some concerns besides their entries."""
    return [each for f in _HAPPENINGS for each in f(by, concerns)]
