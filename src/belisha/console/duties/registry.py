"""How an app proves a duty: one function, decorated, that looks at live data and says where the duty stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["PROOFS", "Basis", "Place", "Proof", "Standing", "State", "proves"]


class State(StrEnum):
    """Where a duty stands."""

    MET = "met"
    AT_RISK = "at risk"
    BREACHED = "breached"
    NOT_KNOWN = "not known"
    NOT_ADOPTED = "not adopted"


class Basis(StrEnum):
    """What a standing rests on: a question over live data; a person's dated record; somebody's word."""

    MEASURED = "measured"
    RECORDED = "recorded"
    CLAIMED = "claimed"


class Place(Protocol):
    """What a proof is asked for: a school (access.School fits)."""

    pk: int
    code: str
    name: str


class Standing(NamedTuple):
    """Where a duty stands at a school, why, since when, and the address of the page that mends it."""

    state: State
    reason: str
    basis: Basis = Basis.MEASURED
    since: datetime | None = None
    link: str = ""


class Proof(NamedTuple):
    """A duty and the function that asks how it stands at a school at an instant."""

    duty: str
    ask: Callable[[Place, datetime], Standing]


PROOFS: dict[str, Proof] = {}


def proves(duty: str) -> Callable[[Callable[[Place, datetime], Standing]], Callable[[Place, datetime], Standing]]:
    """Declare that a function proves a duty of the catalogue. Raises ValueError when another one does already."""

    def declare(ask: Callable[[Place, datetime], Standing]) -> Callable[[Place, datetime], Standing]:
        if duty in PROOFS:
            message = f"two functions prove {duty}"
            raise ValueError(message)
        PROOFS[duty] = Proof(duty, ask)
        return ask

    return declare
