"""What a concern is asked, by when, and who is told when the answer is yes, as procedures.yaml has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from belisha.console.access.calendars.clocks import Times
from belisha.console.concerns.working.rules.times import until
from belisha.engine.policy.model import Calendar

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

__all__ = ["Asked", "Facts", "Must", "Procedure", "due", "is_asked", "procedure_of", "procedures"]

DANGER: Final = "danger-now"
WORDS_ONLY: Final = "words-only"


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which concerns it is asked by itself."""

    routes: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


class Must(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Somebody who is told when the answer is yes; several bodies with a stroke between: one of them."""

    agency: str
    within: str
    since: Literal["answer", "report"] = "answer"
    spare: bool = False

    @property
    def bodies(self) -> tuple[str, ...]:
        """Their ids: whichever of them is told will do. The first is proposed."""
        return tuple(self.agency.split("|"))


class Procedure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with what follows from it; what the fields mean is told in procedures.yaml."""

    id: str
    title: str
    question: str
    help: str
    asked: Asked
    within: str
    against: str
    source: str
    duties: tuple[str, ...]
    must: tuple[Must, ...] = ()
    choose: tuple[str, ...] = ()
    choose_within: str = ""
    never: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether it is asked only where somebody opens it."""
        return self.asked == Asked()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    procedures: tuple[Procedure, ...]


class Facts(NamedTuple):
    """What is known of a concern that decides what it is asked."""

    route: str
    category: str
    origin: str
    danger_now: bool
    words_only: bool


@cache
def procedures() -> tuple[Procedure, ...]:
    """All of them, what is most urgent first."""
    text = (Path(__file__).parents[1] / "procedures.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=_File).procedures


@cache
def procedure_of(name: str) -> Procedure:
    """A procedure by its id. Raises KeyError."""
    return {procedure.id: procedure for procedure in procedures()}[name]


def is_asked(procedure: Procedure, facts: Facts) -> bool:
    """Whether a concern is asked this by itself."""
    asked = procedure.asked
    return (
        facts.route in asked.routes
        or facts.category in asked.categories
        or facts.origin in asked.origins
        or (facts.danger_now and DANGER in asked.flags)
        or (facts.words_only and WORDS_ONLY in asked.flags)
    )


def due(within: str, since: datetime, zone: ZoneInfo) -> datetime:
    """By when: 15m, 72h, 1w (a working day: the same hour on the next of Monday to Friday), or today."""
    return until(within, since, Times(Calendar(), zone))
