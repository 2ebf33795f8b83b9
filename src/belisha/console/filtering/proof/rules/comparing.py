"""Judging a request on record once more, as the gateway judged it: with what was in force then, and who it was then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from belisha.activity.days import instant
from belisha.engine.address import Refused, read_address
from belisha.engine.decide import decide_for, summarise
from belisha.engine.published.history import in_force_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from belisha.engine.decide import Summary
    from belisha.engine.published import InForce, Pointer

__all__ = ["DISTINCT", "Judged", "Line", "judge_again"]

# a gateway elsewhere goes by a change some time after it was published, and the clock of a lesson may be between
LATE, EARLY = timedelta(seconds=90), timedelta(seconds=5)
ODD: Final = ("\\", "%5c", "%23", "#")  # paths of which servers have several readings, of which one is on record

DISTINCT: Final = """
    SELECT min(begun) AS first, max(begun) AS last, count(*) AS times, address, sign_in, device, "group", method,
        scheme, host, port, path, query, verdict, category, rule, list, profile
    FROM in_scope
    WHERE verdict <> '' AND gateway NOT LIKE 'import-%' AND host <> 'belisha.invalid'
        AND rule NOT IN ('trouble', 'download-refused', 'request-refused')
    GROUP BY address, sign_in, device, "group", method, scheme, host, port, path, query, verdict, category, rule, list,
        profile
    ORDER BY first, host, path, address, sign_in, verdict LIMIT $most
"""
"""Every different request with what was decided; tells of no refusal that Squid makes by itself afterwards."""


class Line(msgspec.Struct, frozen=True):
    """One different request of a day, as often as it was made. Times in ms since 1970."""

    first: int
    last: int
    times: int
    address: str
    sign_in: str
    device: str
    group: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    verdict: str
    category: str
    rule: str
    list: str
    profile: str

    @property
    def url(self) -> str:
        """Its address; of a tunnel that of the host."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme or 'http'}://{self.host}:{self.port}{self.path or '/'}{query}"

    @property
    def said(self) -> tuple[str, str, str, str]:
        """What the gateway decided: verdict, category, rule, profile."""
        return (self.verdict, self.category, self.rule, self.profile)

    @property
    def unreasoned(self) -> bool:
        """Blocked for the form of the request (or its file), which the record does not hold as it was written."""
        return self.verdict == "block" and not (self.category or self.rule)


class Judged(NamedTuple):
    """What came of judging again. `summary`: what is said now where that differs; None where it could not be judged."""

    agrees: bool
    summary: Summary | None = None


def judge_again(line: Line, history: Sequence[Pointer], opened: Callable[[Pointer], InForce | None]) -> Judged | None:
    """Judge a request at its first and its last time; None where the files of that time are gone, or it cannot be."""
    if any(mark in line.path.lower() for mark in ODD):
        return None
    read = read_address(line.url)
    if isinstance(read, Refused):
        return None
    for moment in dict.fromkeys((instant(line.first), instant(line.last))):
        judged = _at(line, moment, history, opened)
        if judged is None or not judged.agrees:
            return judged
    return Judged(agrees=True)


def _at(
    line: Line, moment: datetime, history: Sequence[Pointer], opened: Callable[[Pointer], InForce | None]
) -> Judged | None:
    found: Summary | None = None
    for at, pointer in _candidates(moment, history):
        in_force = opened(pointer)
        if in_force is None:
            continue
        summary = _summary(line, in_force, at)
        if (summary.verdict, summary.category, summary.rule, summary.profile) == line.said:
            return Judged(agrees=True)
        found = found or summary
    if found is None or (line.unreasoned and found.verdict == "allow"):
        return None
    return Judged(agrees=False, summary=found)


def _summary(line: Line, in_force: InForce, at: datetime) -> Summary:
    who = in_force.rulebook.who(line.sign_in or None, line.address or None, line.device or None)
    read = read_address(line.url)
    return summarise(decide_for(who, read, in_force.rulebook, in_force.index, at))


def _candidates(moment: datetime, history: Sequence[Pointer]) -> Iterator[tuple[datetime, Pointer]]:
    """The moment with what was in force; then what was so shortly before and after, for changes take some seconds."""
    seen = set()
    for by in (timedelta(), EARLY, -EARLY, -LATE):
        pointer = in_force_at(history, moment + by)
        at = moment + by if abs(by) == EARLY else moment
        if pointer and (at, pointer) not in seen:
            seen.add((at, pointer))
            yield at, pointer
