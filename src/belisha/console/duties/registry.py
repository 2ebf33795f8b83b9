"""How an app proves a duty: in its duties.py, one function for each duty of the catalogue that it can look at.

    @proves("accounts.idle-lock")
    def idle_lock(school: School, now: datetime) -> Standing: …

It asks and changes nothing; where it raises, the duty is not known. AppConfig.ready imports it. docs/develop/duties.md
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["ALWAYS", "HOUR", "PROOFS", "SOON", "Basis", "Place", "Proof", "Standing", "State", "proves"]

HOUR: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=5)
ALWAYS: Final = timedelta(0)


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
    """What a proof is asked for, for those who must not know of schools: an access.School fits."""

    pk: int
    code: str
    name: str


class Standing(NamedTuple):
    """Where a duty stands at a school, why, and the address of the page that mends it.

    `reason` is a sentence without the names of children: it is kept day by day and shown to governors. `since`: when
    this began, if the data say so; left out, it is when the state was first seen.
    """

    state: State
    reason: str
    basis: Basis = Basis.MEASURED
    since: datetime | None = None
    link: str = ""


Ask = TypeVar("Ask", bound="Callable[[Any, datetime], Standing]")


class Proof(NamedTuple):
    """A duty and the function that asks how it stands at a school (an access.School) at an instant.

    `within`: the longest that its answer counts while nothing changes that it read, for the clock alone may turn it.
    `sums`: it counts up what other proofs say.
    """

    duty: str
    ask: Callable[[Any, datetime], Standing]
    within: timedelta = HOUR
    sums: bool = False


PROOFS: dict[str, Proof] = {}


def proves(duty: str, within: timedelta = HOUR, *, sums: bool = False) -> Callable[[Ask], Ask]:
    """Declare that a function proves a duty of the catalogue. Raises ValueError when another one does already.

    `within`: SOON where minutes decide; ALWAYS where it looks outside the database, at files or other machines.
    `sums`: it asks other proofs, by `said_by`: those whose last answer still counts are not asked again.
    """

    def declare(ask: Ask) -> Ask:
        if duty in PROOFS:
            message = f"two functions prove {duty}"
            raise ValueError(message)
        PROOFS[duty] = Proof(duty, ask, within, sums)
        return ask

    return declare
