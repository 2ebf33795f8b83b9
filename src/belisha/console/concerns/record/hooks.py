"""What other parts of concerns show on the page of a concern, without that page knowing them.

@concern_panel
def clocks(by: By, concern: Concern) -> Panel | None: …  # asked only for those who may see the concern; None: nothing

A part's functions stand in its panels.py, which apps.py imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern

__all__ = ["Panel", "concern_panel", "panels_for"]


class Panel(NamedTuple):
    """A piece of the page: its heading (h2), a template drawn beneath it, and what that is given.

    The template gets `context`, and `concern`, `school`, `by`, `works` (whether they answer for the route), `request`
    and `csrf_input` with it. Its own headings begin at h3. `order`: what must be done first is first; 50 is the middle.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    order: int = 50


_PANELS: Final[list[Callable[[Any, Any], Panel | None]]] = []


def concern_panel(f: Callable[[By, Concern], Panel | None]) -> Callable[[By, Concern], Panel | None]:
    """Declare a function that is asked for a panel whenever somebody opens a concern that they may see."""
    _PANELS.append(f)
    return f


def panels_for(by: By, concern: Concern) -> list[Panel]:
    """The panels of a concern, in their order."""
    found = [panel for f in _PANELS if (panel := f(by, concern)) is not None]
    return sorted(found, key=lambda panel: panel.order)
