"""How a gateway stands, from what it was told and what it said; codes that a person can type."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = [
    "CODE_HOURS",
    "ROOM_MB",
    "SILENT",
    "Bar",
    "Seen",
    "Standing",
    "bars",
    "behind_since",
    "new_code",
    "plain_code",
    "standing_of",
]

CODE_HOURS: Final = 1
SILENT: Final = timedelta(minutes=10)
BEHIND: Final = timedelta(minutes=3)
ROOM_MB: Final = 1024  # below that a disk wants looking after
WIDTH, HEIGHT, MOST_BARS = 620, 120, 31
# letters and figures that cannot be taken for one another: sixteen of them are 79 bits
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 16


class Dated(Protocol):
    """A day's row."""

    @property
    def day(self) -> date:
        """Of which day."""

    @property
    def most(self) -> int:
        """The most requests in a minute."""


class Standing(StrEnum):
    """How a gateway stands; the first that fits, in this order."""

    OUT = "out"
    WAITING = "waiting"  # added, not joined yet
    SILENT = "silent"
    TROUBLE = "trouble"  # it says that something is wrong
    BEHIND = "behind"
    WELL = "well"


class Seen(NamedTuple):
    """What is known of a gateway. `told_at`: since when it should run what is in force now."""

    taken_out: bool
    joined_at: datetime | None
    seen_at: datetime | None
    up_to_date: bool
    told_at: datetime | None
    fault: str


def standing_of(seen: Seen, now: datetime) -> Standing:
    """How it stands."""
    if seen.taken_out:
        return Standing.OUT
    if seen.joined_at is None:
        return Standing.WAITING
    if now - (seen.seen_at or seen.joined_at) > SILENT:
        return Standing.SILENT
    if seen.fault:
        return Standing.TROUBLE
    return Standing.BEHIND if behind_since(seen, now) else Standing.WELL


def behind_since(seen: Seen, now: datetime) -> datetime | None:
    """Since when it has not run what it should; None while that is new."""
    if seen.up_to_date or seen.told_at is None or now - seen.told_at <= BEHIND:
        return None
    return seen.told_at


def new_code() -> str:
    """A code that is good once."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(drawn[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def plain_code(typed: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


class Bar(NamedTuple):
    """A day in a chart, in its units."""

    day: date
    most: int
    left: float
    top: float
    width: float
    tall: float


def bars(rows: Iterable[Dated]) -> list[Bar]:
    """A bar for each day: the most requests in a minute at any gateway, oldest day first."""
    most: dict[date, int] = {}
    for row in rows:
        most[row.day] = max(row.most, most.get(row.day, 0))
    days = sorted(most)[-MOST_BARS:]
    highest, slot = max(1, *most.values()) if most else 1, WIDTH / max(1, len(days))
    return [
        Bar(day, most[day], round(number * slot + slot * 0.1, 1), round(HEIGHT - tall, 1), round(slot * 0.8, 1), tall)
        for number, day in enumerate(days)
        for tall in (round(most[day] / highest * HEIGHT, 1),)
    ]
