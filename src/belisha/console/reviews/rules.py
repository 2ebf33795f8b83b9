"""Kinds of review, as kinds.yaml has them, and when the next one is wanted."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from belisha.console.access.roles import Role  # noqa: TC001 - msgspec reads it when it reads a kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

__all__ = [
    "PERIODS",
    "TERM_GRACE",
    "Kind",
    "Part",
    "Question",
    "Wanted",
    "digest_of",
    "frozen_text",
    "kind_of",
    "kinds",
    "missing",
    "parts_for",
    "review_due",
    "unmet",
    "wanted",
]

# days after the last one from which the next is due, and from which it is overdue
PERIODS: Final = {"weekly": (7, 14), "monthly": (28, 38), "half-termly": (42, 56), "yearly": (337, 365)}
TERM_GRACE: Final = timedelta(days=42)  # into a term: from then on a termly review is due


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a review."""

    id: str
    kind: Literal["text", "line", "yes-no", "day"]
    text: str
    hint: str = ""
    optional: bool = False
    facts: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one person signs for; any of the roles will do."""

    id: str
    title: str
    roles: tuple[Role, ...]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of review; what the fields mean is told in kinds.yaml. `must`: yes-no questions that want a yes."""

    id: str
    version: int
    title: str
    duties: tuple[str, ...]
    cadence: Literal["weekly", "monthly", "half-termly", "termly", "yearly"]
    intro: str
    facts: tuple[str, ...]
    questions: tuple[Question, ...]
    parts: tuple[Part, ...]
    must: tuple[str, ...] = ()

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """Everything that is looked up for it, once each: in general, then question by question."""
        return tuple(dict.fromkeys((*self.facts, *(name for each in self.questions for name in each.facts))))

    @property
    def rests_in_holidays(self) -> bool:
        """Whether the days of holidays do not count: what comes back within a term."""
        return self.cadence in {"weekly", "monthly", "half-termly"}


class Wanted(StrEnum):
    """Whether a review is to be made."""

    NOT_YET = "not yet"
    DUE = "due"
    OVERDUE = "overdue"


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the file."""
    return msgspec.yaml.decode((Path(__file__).parent / "kinds.yaml").read_bytes(), type=tuple[Kind, ...])


def kind_of(code: str) -> Kind:
    """A kind by its id. Raises KeyError."""
    return {kind.id: kind for kind in kinds()}[code]


def review_due(kind: Kind, last: date | None, today: date, term: date, next_term: date) -> date:
    """By when the next review of a kind is to be signed; today where there never was one."""
    if last is None:
        return today
    if kind.cadence == "termly":
        return (term if last < term else next_term) + TERM_GRACE
    return last + timedelta(PERIODS[kind.cadence][1])


def frozen_text(kind: str, version: int, answers: Mapping[str, str], facts: Sequence[Sequence[str]]) -> bytes:
    """What people sign, as bytes that come out the same each time: its SHA-256 stands with each signature."""
    told = {"review": kind, "version": version, "answers": dict(answers), "facts": [list(fact) for fact in facts]}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, indent=1).encode() + b"\n"


def digest_of(kind: str, version: int, answers: Mapping[str, str], facts: Sequence[Sequence[str]]) -> str:
    """The SHA-256 of that text in small hexadecimal."""
    return hashlib.sha256(frozen_text(kind, version, answers, facts)).hexdigest()


def missing(kind: Kind, answers: Mapping[str, str]) -> list[str]:
    """The ids of questions that still want an answer."""
    return [each.id for each in kind.questions if not each.optional and not answers.get(each.id, "").strip()]


def unmet(kind: Kind, answers: Mapping[str, str]) -> list[Question]:
    """The questions that want a yes and were answered otherwise."""
    return [each for each in kind.questions if each.id in kind.must and answers.get(each.id) != "yes"]


def parts_for(kind: Kind, roles: Collection[Role], signed: Collection[str] = ()) -> list[Part]:
    """The parts that somebody with these roles can sign, of those that are not signed."""
    return [part for part in kind.parts if part.id not in signed and set(part.roles) & set(roles)]


def wanted(kind: Kind, last: date | None, today: date, this_term: date, term_before: date) -> Wanted:
    """Whether one is to be made, by the day on which the last was signed and the first days of two terms.

    A termly one is wanted in each term, and due from its seventh week on.
    """
    if last is None:
        return Wanted.OVERDUE
    if kind.cadence == "termly":
        if last >= this_term:
            return Wanted.NOT_YET
        if last < term_before:
            return Wanted.OVERDUE
        return Wanted.DUE if today - this_term >= TERM_GRACE else Wanted.NOT_YET
    due, overdue = PERIODS[kind.cadence]
    age = (today - last).days
    if age > overdue:
        return Wanted.OVERDUE
    return Wanted.DUE if age > due else Wanted.NOT_YET
