"""When a concern about an adult is a low-level concern: by what was noted of each of them, in the order of time.

Source: Keeping Children Safe in Education, part four, section two: inconsistent with the code of conduct, and below the
harm threshold. The head decides, and what is noted of one of several adults says nothing of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

__all__ = ["LOW_LEVEL", "Said", "noted_of_each"]

LOW_LEVEL: Final = "low-level"  # the rung of the ladder that says so, and the ending


class Said(NamedTuple):
    """A step taken with a subject (`code`, of a finding with the number `finding`), or, without a subject, what has the
    head weigh all of it anew: an answer that it may be an allegation, opening again, another concern put into it."""

    at: datetime
    subject: int | None = None
    code: str = ""
    finding: int = 0


def noted_of_each(adults: Collection[int], said: Iterable[Said]) -> int | None:
    """The finding by which all of them are noted as low-level, the last of theirs; None where one of them is not."""
    noted: dict[int, Said] = {}
    for each in sorted(said, key=lambda one: (one.at, one.finding)):
        if each.subject is None:
            noted.clear()
        else:
            noted[each.subject] = each
    of_them = [noted[adult] for adult in adults if adult in noted and noted[adult].code == LOW_LEVEL]
    return max(each.finding for each in of_them) if of_them and len(of_them) == len(adults) else None
