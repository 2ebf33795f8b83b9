"""What may be asked for, and what several answers together come to: the strictest wins, and no answer is a no."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

__all__ = [
    "REASONS",
    "Answer",
    "Given",
    "Purpose",
    "Why",
    "decide",
    "for_adults",
    "for_children",
    "last_day",
    "purpose_of",
    "purposes",
]

SOON_DAYS: Final = 30  # before a yes ends, a new answer is asked for


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that leave is asked for; what the fields mean is told in purposes.yaml."""

    id: str
    title: str
    short: str
    who: Literal["parent", "parent-or-pupil", "adult"]
    months: int
    shown: bool
    plain: str
    if_no: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    noted: date
    purposes: tuple[Purpose, ...]


@cache
def purposes() -> tuple[Purpose, ...]:
    """All purposes, in the order of the file."""
    text = (Path(__file__).parent / "purposes.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=_File).purposes


def purpose_of(code: str) -> Purpose:
    """A purpose by its id. Raises KeyError."""
    return {purpose.id: purpose for purpose in purposes()}[code]


def for_children() -> tuple[Purpose, ...]:
    """What is asked about children."""
    return tuple(purpose for purpose in purposes() if purpose.who != "adult")


def for_adults() -> tuple[Purpose, ...]:
    """What adults are asked about themselves."""
    return tuple(purpose for purpose in purposes() if purpose.who == "adult")


class Why(StrEnum):
    """Why something is permitted or not."""

    YES = "yes"
    NO = "no"
    DIFFER = "differ"
    NOBODY_SAID = "nobody said"
    RAN_OUT = "ran out"
    NOBODY_MAY = "nobody may"
    NOT_ASKED = "not asked"
    GONE = "gone"
    NOT_THEIRS = "not theirs"


REASONS: Final[dict[Why, StrOrPromise]] = {
    Why.YES: _("Permission was given."),
    Why.NO: _("The answer is no."),
    Why.DIFFER: _("The answers differ: the no counts."),
    Why.NOBODY_SAID: _("Nobody has answered, and no answer is a no."),
    Why.RAN_OUT: _("Permission has run out."),
    Why.NOBODY_MAY: _("Nobody on the register may answer for this child."),
    Why.NOT_ASKED: _("The school does not ask leave for this, so it does not do it."),
    Why.GONE: _("They are not at the school on this day."),
    Why.NOT_THEIRS: _("This is not asked about this person."),
}


class Given(NamedTuple):
    """The latest answer of one person. `until`: the last day of a yes."""

    yes: bool
    until: date | None


class Answer(NamedTuple):
    """Whether something may be done on a day, and why. `why` is stable, `reason` is for people to read."""

    allowed: bool
    why: Why
    until: date | None = None  # the last day, where it is allowed

    @property
    def reason(self) -> str:
        """In words, without saying who answered what."""
        return str(REASONS[self.why])


def decide(given: Iterable[Given], day: date, *, anybody: bool = True) -> Answer:
    """What the latest answers of all who may answer come to. `anybody`: whether there is somebody who may."""
    answers = list(given)
    if not anybody:
        return Answer(allowed=False, why=Why.NOBODY_MAY)
    said_yes = [each.until for each in answers if each.yes and each.until is not None]
    in_force = [until for until in said_yes if until >= day]
    if any(not each.yes for each in answers):
        return Answer(allowed=False, why=Why.DIFFER if in_force else Why.NO)
    if in_force:
        return Answer(allowed=True, why=Why.YES, until=max(in_force))
    return Answer(allowed=False, why=Why.RAN_OUT if said_yes else Why.NOBODY_SAID)


def last_day(day: date, months: int) -> date:
    """The day before the same day some months later; of a month that is shorter, its last."""
    year, month = divmod(day.month - 1 + months, 12)
    first_after = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    length = (first_after - date(day.year + year, month + 1, 1)).days
    same = date(day.year + year, month + 1, min(day.day, length))
    return date.fromordinal(same.toordinal() - 1)
