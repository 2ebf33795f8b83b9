"""What must be so before an account opens: each app declares its own gate, and this app asks all of them.

    @gate("staff-check", _("Staff check"), kinds=("staff",))
    def seen(users: Sequence[User], school: School) -> Mapping[int, str]: …   # user's pk -> why it stays shut

A school may waive a gate for a kind of person with a reason (actions/waivers.py), unless the gate is `firm`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from belisha.console.access.models import School, User

    Ask = Callable[[Sequence[User], School], Mapping[int, str]]

__all__ = ["GATES", "Gate", "gate"]


class Gate(NamedTuple):
    """A gate: its code and title, whom it concerns (kinds of person), and the question."""

    code: str
    title: StrOrPromise
    kinds: frozenset[str]
    firm: bool
    ask: Ask


GATES: Final[dict[str, Gate]] = {}


def gate(code: str, title: StrOrPromise, *, kinds: Sequence[str], firm: bool = False) -> Callable[[Ask], Ask]:
    """Declare a gate. `firm`: no school may waive it. The question is asked once for all accounts of a list.

    Raises ValueError when its code is taken.
    """

    def declare(ask: Ask) -> Ask:
        if code in GATES:
            message = f"two gates are called {code}"
            raise ValueError(message)
        GATES[code] = Gate(code, title, frozenset(kinds), firm, ask)
        return ask

    return declare
