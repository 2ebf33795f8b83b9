"""User names from a pattern: plain small letters, within what computers' log-ons take, never one that is taken."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["LONGEST", "PLACES", "Names", "fold", "pattern_fault", "suggest", "username_fault"]

LONGEST: Final = 20  # Windows cuts the log-on name of an account (sAMAccountName) there
SHORTEST: Final = 3
PLACES: Final = {
    "given": "their given name",
    "family": "their family name",
    "initial": "the first letter of their given name",
    "year": "the year they joined, two figures",
}
# names that mean something to machines and to people who write to a school
RESERVED: Final = frozenset(
    {"abuse", "admin", "administrator", "daemon", "everyone", "guest", "head", "help", "hostmaster", "info", "mail"}
    | {"nobody", "office", "operator", "postmaster", "root", "school", "security", "staff", "student", "support"}
    | {"sysadmin", "system", "teacher", "test", "user", "webmaster"}
)
_PLAIN: Final = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ŋ": "ng"}
)
_SHAPE: Final = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_PLACE: Final = re.compile(r"\{(\w*)\}")


class Names(NamedTuple):
    """What a user name is made of. `joined`: the year."""

    given: str
    family: str
    joined: int


def fold(text: str) -> str:
    """Plain small letters and figures: Zoë O'Brien-Łuk becomes zoeobrienluk; scripts without a plain form vanish."""
    # taken apart, signs such as ℡ are capitals again
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).lower()
    return "".join(letter for letter in apart if letter.isascii() and letter.isalnum())


def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern, in words, or nothing."""
    places = _PLACE.findall(pattern)
    unknown = sorted(set(places) - set(PLACES))
    if unknown:
        return f"{{{unknown[0]}}} is not known; use {', '.join(f'{{{place}}}' for place in PLACES)}."
    if not {"given", "family"} & set(places):
        return "A pattern holds {given} or {family}."
    trial = _PLACE.sub("a", pattern)
    if not _SHAPE.fullmatch(trial):
        return "Between the places stand only small letters, figures, and single dots, hyphens or underscores."
    return ""


def suggest(pattern: str, names: Names, taken: Container[str], *, fallback: str = "person") -> str:
    """The first free user name of a pattern: the name itself, then with 2, 3 … behind it.

    `fallback` stands where a name has no letter that a log-on could take. The pattern must be without fault.
    """
    stem = _stem(pattern, names) or fallback
    tails = ("" if number == 1 else str(number) for number in count(1))
    names_of_it = (stem[: LONGEST - len(tail)].rstrip("._-") + tail for tail in tails)
    return next(name for name in names_of_it if len(name) >= SHORTEST and name not in RESERVED and name not in taken)


def _stem(pattern: str, names: Names) -> str:
    given, family = fold(names.given), fold(names.family)
    parts = {
        "given": given,
        "family": family,
        "initial": given[:1],
        "year": f"{names.joined % 100:02d}",
    }
    if not given and not family:
        return ""
    filled = _PLACE.sub(lambda place: parts[place.group(1)], pattern)
    # a person with one name leaves a separator at an edge, or two together
    tidy = re.sub(r"([._-])[._-]+", r"\1", filled).strip("._-")
    return tidy.lstrip("0123456789._-")


def username_fault(name: str) -> str:
    """What is wrong with a user name that somebody typed, in words, or nothing."""
    if not SHORTEST <= len(name) <= LONGEST:
        return f"A user name has {SHORTEST} to {LONGEST} characters."
    if not _SHAPE.fullmatch(name):
        return "A user name is small letters and figures, with single dots, hyphens or underscores between them."
    if name in RESERVED:
        return "This name is kept back: it means something to machines or to those who write to the school."
    return ""
