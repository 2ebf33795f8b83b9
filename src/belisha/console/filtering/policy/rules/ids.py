"""Ids for what is new in a policy: of profiles, networks and site rules."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["id_from", "new_rule_id"]

LONGEST: Final = 40
OTHER: Final = re.compile(r"[^a-z0-9]+")


def id_from(name: str, taken: Container[str], kind: str) -> str:
    """An id that reads like a name and that nothing else has: clubs, clubs-2."""
    plain = OTHER.sub("-", name.casefold())[:LONGEST].strip("-") or kind
    number, found = 2, plain
    while found in taken:
        found = f"{plain}-{number}"
        number += 1
    return found


def new_rule_id(host: str) -> str:
    """An id for a site rule that no other has had: the host, for whoever reads the record, and letters by chance."""
    plain = re.sub(r"[^a-z0-9.-]+", "-", host)[:LONGEST].strip("-.") or "rule"
    return f"{plain}-{secrets.token_hex(3)}"
