"""What a password must be, by kind of person, and plain advice where it is not. Hashes are compared elsewhere.

Length before mixture, no leaked passwords, no names: as the National Cyber Security Centre advises. Changes at set
times are against that advice; they are the school's own policy for staff, and a setting.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from belisha.console.access.accounts.rules.leaked import is_leaked
from belisha.console.access.accounts.rules.usernames import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "DEFAULTS",
    "LONGEST",
    "REMEMBERED",
    "PasswordRule",
    "advice",
    "age_allowed",
    "changes_due",
    "faults",
    "words_of",
]

LONGEST: Final = 128  # what is longer costs the hash time and protects nobody better
REMEMBERED: Final = 12  # passwords that may not be taken again: six years of them at two changes a year
READ_BY_ZXCVBN: Final = 72
SHORTEST_NAME: Final = 4  # shorter parts of names are in too many words to be forbidden inside them
DAYS_A_MONTH: Final = 30.4
# words in the names of schools that say nothing about which school it is
PLAIN_WORDS: Final = frozenset(
    {"academy", "church", "england", "first", "high", "infant", "infants", "junior", "primary", "roman", "school"}
)
SCHOOLWORDS: Final = frozenset({"school", "password", "belisha"})


class PasswordRule(NamedTuple):
    """What holds for a kind of person: characters, zxcvbn's score (0 to 4), months until a change (0: never)."""

    length: int
    score: int
    months: int


# Adults reach the data of children; parents see their own; pupils must be able to type it.
DEFAULTS: Final = {
    "staff": PasswordRule(12, 3, 6),
    "governor": PasswordRule(12, 3, 0),
    "contractor": PasswordRule(12, 3, 6),
    "volunteer": PasswordRule(12, 3, 0),
    "parent": PasswordRule(10, 3, 0),
    "visitor": PasswordRule(10, 2, 0),
    "pupil": PasswordRule(8, 2, 0),
}


def words_of(*names: str) -> tuple[str, ...]:
    """The parts of names that a password may not hold, folded; plain words of a school's name are not among them."""
    parts = (fold(part) for name in names for part in re.split(r"[\s\W_]+", name))
    return tuple(dict.fromkeys(part for part in parts if len(part) > 2 and part not in PLAIN_WORDS))


def faults(password: str, rule: PasswordRule, names: Sequence[str]) -> list[str]:
    """All that is wrong with a password, each as a sentence with what to do. `names`: what it may not hold."""
    if len(password) > LONGEST:
        return [_("Use %(number)d characters at most.") % {"number": LONGEST}]
    found = list(_plain_faults(password, rule, names))
    if not found:
        result = zxcvbn(password[:READ_BY_ZXCVBN], user_inputs=[*names, *SCHOOLWORDS])
        if result["score"] < rule.score:
            found.append(advice(result))
    return found


def _plain_faults(password: str, rule: PasswordRule, names: Sequence[str]) -> Iterable[str]:
    if len(password) < rule.length:
        yield _("Use %(number)d characters or more. Three or four words that do not belong together work well.") % {
            "number": rule.length
        }
    if _holds(password, names):
        yield _("Leave out your name, your user name and the name of the school: they are guessed first.")
    if is_leaked(password):
        yield _("This password, or one much like it, is on the lists that thieves try first. Choose another one.")


def _holds(password: str, names: Iterable[str]) -> bool:
    whole = fold(password)
    words = {fold(word) for word in re.split(r"[^\w]|[\d_]", password)}
    return any((len(name) >= SHORTEST_NAME and name in whole) or name in words for name in names)


def advice(result: dict[str, Any]) -> str:
    """Why a password is easy to guess, by the weakest thing that zxcvbn found in it, and what to do."""
    parts = [part for part in result["sequence"] if part["pattern"] != "bruteforce"]
    longest = max(parts, key=lambda part: len(part["token"]), default=None)
    why = _WHY.get(longest["pattern"], _too_short)() if longest else _too_short()
    return f"{why} {_('Add a word or two that have nothing to do with it.')}"


def _too_short() -> str:
    return _("This could be found by trying every combination.")


_WHY: Final = {
    "dictionary": lambda: _("A word, a name or a common password in it is easy to guess."),
    "spatial": lambda: _("Keys that lie next to each other are easy to guess."),
    "repeat": lambda: _("The same characters again and again are easy to guess."),
    "sequence": lambda: _("Runs like abc or 6543 are easy to guess."),
    "regex": lambda: _("A year is easy to guess."),
    "date": lambda: _("A date is easy to guess."),
}


def age_allowed(months: int) -> timedelta:
    """How old a password may grow that is changed after some months."""
    return timedelta(days=round(months * DAYS_A_MONTH))


def changes_due(rule: PasswordRule, set_at: datetime) -> datetime | None:
    """When a password that was set at an instant must have been changed; None: never."""
    return set_at + age_allowed(rule.months) if rule.months else None
