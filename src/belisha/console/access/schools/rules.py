"""What a school's details must look like."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

__all__ = ["code_from", "dfe_digits", "faults_of_code"]

LONGEST_CODE: Final = 40


def dfe_digits(written: str) -> str:
    """The seven digits of a DfE number, written 886/2345, 886 2345 or 8862345. Raises ValueError for anything else."""
    digits = re.sub(r"[\s/.-]", "", written)
    if digits and not re.fullmatch(r"[0-9]{7}", digits):
        raise ValueError(written)
    return digits


def code_from(name: str) -> str:
    """A short name for addresses from a school's name: "St Brigid's Primary" becomes st-brigids-primary."""
    plain = re.sub(r"['\u2019]", "", name.lower())  # an apostrophe joins, everything else divides
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].strip("-")


def faults_of_code(code: str) -> str:
    """What is wrong with a school's code, as the policy reads ids; nothing when it can be used."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) and len(code) <= LONGEST_CODE:
        return ""
    return _("Use small letters, digits and single hyphens, for example st-brigids.")
