"""Passwords that guessing programs try first: leaked and common ones, as sorted four-byte prefixes of their SHA-256.

The list (leaked-passwords.gz) is made by `compiled` of the passwords in zxcvbn's frequency lists (MIT licence), the
commonest of those that leaked. One password in 140,000 that is not on it is taken to be: it is refused, no more.
"""

from __future__ import annotations

import gzip
import hashlib
from array import array
from bisect import bisect_left
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compiled", "is_leaked", "known"]

FILE: Final = "leaked-passwords.gz"
BYTES: Final = 4
ENDINGS: Final = "0123456789!?.,*#@$&+-_ "
SHORTEST_STEM: Final = 4


def is_leaked(password: str) -> bool:
    """Whether a password is on the list: itself in any case, or what is left without figures and signs behind it."""
    typed = password.casefold()
    stem = typed.rstrip(ENDINGS)
    return _listed(typed) or (len(stem) >= SHORTEST_STEM and _listed(stem))


def compiled(passwords: Iterable[str]) -> bytes:
    """The list of these passwords as the file holds it; the same bytes for the same passwords."""
    prefixes = sorted({_prefix(password.casefold()) for password in passwords})
    return gzip.compress(b"".join(prefix.to_bytes(BYTES, "big") for prefix in prefixes), mtime=0)


def known() -> int:
    """How many passwords the list holds."""
    return len(_list())


def _listed(text: str) -> bool:
    listed, wanted = _list(), _prefix(text)
    place = bisect_left(listed, wanted)
    return place < len(listed) and listed[place] == wanted


def _prefix(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:BYTES], "big")


@cache
def _list() -> array[int]:
    content = gzip.decompress(resources.files(__package__).joinpath(FILE).read_bytes())
    return array("I", [int.from_bytes(content[at : at + BYTES], "big") for at in range(0, len(content), BYTES)])
