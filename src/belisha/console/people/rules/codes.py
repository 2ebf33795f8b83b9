"""Ids in the policy: for what people call by name (classes, groups, sites, rooms, devices), and for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["code_for", "person_code", "person_number"]


def code_for(name: str, taken: Container[str] = (), otherwise: str = "group") -> str:
    """A code made from a name: small letters, digits and hyphens; with a number behind it where it is taken."""
    code = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:36].strip("-") or otherwise
    number, unique = 2, code
    while unique in taken:
        unique, number = f"{code}-{number}", number + 1
    return unique


def person_code(number: int) -> str:
    """What the policy and the record of internet use call somebody of the register, for good."""
    return f"p{number}"


def person_number(code: str) -> int | None:
    """The number on the register of whom the policy calls "p12"; None for a name of another kind."""
    digits = code.removeprefix("p")
    return int(digits) if code.startswith("p") and digits.isascii() and digits.isdigit() else None
