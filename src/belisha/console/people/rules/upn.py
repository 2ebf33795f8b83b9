"""Unique pupil numbers (UPN): a check letter, then twelve characters. After the Department for Education's guide."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["check_letter", "is_temporary", "read_upn"]

LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are left out; the place of a letter is its value
BODY: Final = re.compile(rf"[0-9]{{11}}[0-9{LETTERS}]")
LENGTH: Final = 13


def check_letter(body: str) -> str:
    """The check letter of the twelve characters after it: each times its place (2 to 13), summed, modulo 23.

    Eleven digits, and a digit or (in a temporary number) a letter. Raises ValueError for anything else.
    """
    if not BODY.fullmatch(body):
        message = f"“{body[:20]}” cannot follow the check letter of a UPN"
        raise ValueError(message)
    values = (int(sign) if sign.isdigit() else LETTERS.index(sign) for sign in body)
    return LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % len(LETTERS)]


def is_temporary(upn: str) -> bool:
    """Whether a UPN was given for a time, until the permanent one is known: its last character is a letter."""
    return len(upn) == LENGTH and upn[-1].isalpha()


def read_upn(text: str) -> str:
    """A UPN in capitals without spaces. Raises ValueError, saying what is wrong with it."""
    upn = re.sub(r"\s", "", text).upper()
    if len(upn) != LENGTH:
        message = f"A UPN has 13 characters; this one has {len(upn)}"
        raise ValueError(message)
    if not BODY.fullmatch(upn[1:]) or upn[0] not in LETTERS:
        message = "A UPN is a letter and 12 digits, such as H801200001001; a temporary one ends in a letter"
        raise ValueError(message)
    expected = check_letter(upn[1:])
    if upn[0] != expected:
        message = f"The check letter does not fit: this number would begin with {expected}. Look for a mistyped digit"
        raise ValueError(message)
    return upn
