"""Reading one line of an old proxy's log: Squid's own format, and the common and combined ones of web servers."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

import msgspec

NATIVE_FIELDS: Final = 10
SHORT: Final = "too few fields: cut short, or of another format"
NUMBER: Final = "a time or number that cannot be read"
CACHES: Final = "a question between two caches, not of a person"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH: Final = date(1970, 1, 1).toordinal()
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_COMMON: Final = re.compile(
    r"(\S+) \S+ (\S.*?) \[(\d\d)/(\w{3})/(\d{4}):([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60) ([+-])([01]\d)([0-5]\d)\]"
    r' "(\S+) (\S+)(?: [A-Za-z]+/[\d.]+)?" (\d{1,3}|-) (\d+|-)'
    rf"(?: {_QUOTED} {_QUOTED})?(?: ([A-Z_]+):\S+)?(?: .*)?"
)


class Format(StrEnum):
    """How the lines of a log are written."""

    NATIVE = "native"
    COMMON = "common"
    COMBINED = "combined"  # common, with the page that linked here and the browser: neither is kept


class OldLine(msgspec.Struct, frozen=True, gc=False):
    """What a line says of a request. ``time_ms``: when it ended, since 1970. Absent text is empty, a number 0.

    Holds nothing that could refer back to it: millions of these are not looked through for garbage.
    """

    time_ms: int
    duration_ms: int
    client: str
    tag: str
    status: int
    bytes: int
    method: str
    url: str
    user: str
    content_type: str | None  # None: the format has none


Reader = Callable[[str], OldLine | str]


def read_native(line: str) -> OldLine | str:
    """A line of Squid's own format, tolerant of more fields at its end; a sentence when it is no such line."""
    parts = line.split()
    if len(parts) < NATIVE_FIELDS:
        return SHORT
    tag, found, status = parts[3].partition("/")
    if not found:
        return "no result and status, such as TCP_MISS/200, in the fourth field"
    if tag.startswith("UDP_"):
        return CACHES
    try:
        time_ms = round(float(parts[0]) * 1000)
        numbers = (int(parts[1]), int(status), int(parts[4]))
    except (ValueError, OverflowError):
        return NUMBER
    duration, code, size = numbers
    return OldLine(
        time_ms,
        max(0, duration),
        parts[2],
        tag,
        code,
        max(0, size),
        parts[5],
        parts[6],
        _name(parts[7]),
        _kind(parts[9]),
    )


def read_common(line: str) -> OldLine | str:
    """A line in common or combined format, with or without Squid's result at its end; else a sentence."""
    found = _COMMON.fullmatch(line)
    if found is None:
        return SHORT
    client, user, day, month, year, hour, minute, second, sign, east, more, method, url, status, size, tag = (
        found.groups()
    )
    start = _day_start(day, month, year)
    if start is None:
        return NUMBER
    offset = int(f"{sign}1") * (int(east) * 3600 + int(more) * 60)
    seconds = start + int(hour) * 3600 + int(minute) * 60 + int(second) - offset
    code, length = (0 if text == "-" else int(text) for text in (status, size))
    return OldLine(seconds * 1000, 0, client, tag or "", code, length, method, url, _name(user), None)


@lru_cache(maxsize=1024)
def _day_start(day: str, month: str, year: str) -> int | None:
    """Seconds since 1970; None when there is no such day."""
    try:
        return (date(int(year), _MONTHS.index(month) + 1, int(day)).toordinal() - _EPOCH) * 86_400
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def _name(user: str) -> str:
    return "" if user == "-" else unquote(user)


@lru_cache(maxsize=1024)
def _kind(content_type: str) -> str:
    return "" if content_type == "-" else content_type.partition(";")[0].lower()


READERS: Final[dict[Format, Reader]] = {
    Format.NATIVE: read_native,
    Format.COMMON: read_common,
    Format.COMBINED: read_common,
}


def guess_format(lines: Sequence[str]) -> Format | None:
    """The format in which most of these lines can be read; None when it is none of them."""
    told = [line for line in lines if line.strip()]
    good = {
        form: sum(isinstance(READERS[form](line), OldLine) for line in told) for form in (Format.NATIVE, Format.COMMON)
    }
    best = max(good, key=lambda form: good[form])
    return best if good[best] else None
