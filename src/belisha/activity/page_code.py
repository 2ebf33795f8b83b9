"""The code on a blocked page: eight letters and figures that lead to the one request on record, and to nothing else.

It holds the second and a check of device and host; nothing is kept for it. Letters that are taken for one another are
left out, for people read these out.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

__all__ = [
    "PageCode",
    "check_letters",
    "check_of",
    "client_mark",
    "code_of",
    "marked_code",
    "read_code",
    "time_letters",
]

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
TIME_LETTERS, CHECK_LETTERS = 6, 2  # 23 years of seconds; one other request of that second in 900 fits by chance
_BASE: Final = len(ALPHABET)
_BEGIN_SECONDS: Final = int(BEGIN.timestamp())
_HALF: Final = 4
_CHECK_VALUES: Final[int] = _BASE**CHECK_LETTERS
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}


class PageCode(NamedTuple):
    """What a code says: when the page was made, to the second, and the check of device and host."""

    at: datetime
    check: int


def check_of(client: str, host: str) -> int:
    """The check of a device's address and a canonical host ("" where the address could not be read)."""
    return _check(client_mark(client), host.encode())


def client_mark(client: str) -> int:
    """What of the check a device's address gives, for codes of many hosts."""
    return crc32(f"{client} ".encode())


def _check(mark: int, host: bytes) -> int:
    return crc32(host, mark) % _CHECK_VALUES


def code_of(seconds: int, client: str, host: str) -> str:
    """The code of a page made at a second (since 1970) for a device that asked for a host."""
    return marked_code(seconds, client_mark(client), host.encode()).decode()


def marked_code(seconds: int, mark: int, host: bytes) -> bytes:
    """The same by the mark of a device."""
    return time_letters(seconds) + check_letters(mark, host)


def check_letters(mark: int, host: bytes) -> bytes:
    """The end of a code: the check of a device, given by its mark, and a host."""
    return _CHECKS[crc32(host, mark) % _CHECK_VALUES]


def read_code(text: str) -> PageCode | None:
    """What a code says, however it was typed; None for any other text."""
    letters = [letter for letter in text.upper() if letter.isalnum()]
    if len(letters) != TIME_LETTERS + CHECK_LETTERS or any(letter not in _VALUES for letter in letters):
        return None
    passed, check = _number(letters[:TIME_LETTERS]), _number(letters[TIME_LETTERS:])
    return PageCode(BEGIN + timedelta(seconds=passed), check)


@lru_cache(maxsize=4)
def time_letters(seconds: int) -> bytes:
    """The beginning of a code, with the dash in the middle of the whole."""
    letters = _letters((seconds - _BEGIN_SECONDS) % _BASE**TIME_LETTERS, TIME_LETTERS)
    return f"{letters[:_HALF]}-{letters[_HALF:]}".encode()


def _letters(number: int, count: int) -> str:
    found = ""
    for _ in range(count):
        number, rest = divmod(number, _BASE)
        found = ALPHABET[rest] + found
    return found


def _number(letters: list[str]) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + _VALUES[letter]
    return number


_CHECKS: Final = tuple(_letters(check, CHECK_LETTERS).encode() for check in range(_CHECK_VALUES))
