"""Ids in the policy for what people call by name: classes, groups, sites, rooms, devices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["code_for"]


def code_for(name: str, taken: Container[str] = (), otherwise: str = "group") -> str:
    """A code made from a name: small letters, digits and hyphens; with a number behind it where it is taken."""
    code = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:36].strip("-") or otherwise
    number, unique = 2, code
    while unique in taken:
        unique, number = f"{code}-{number}", number + 1
    return unique
