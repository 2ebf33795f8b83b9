"""Who is behind a request, and how we know."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from belisha.engine.policy.model import Page


class How(StrEnum):
    """What told us who it is."""

    SIGN_IN = "sign-in"
    DEVICE = "device"
    ROOM = "room"
    NETWORK = "network"
    UNKNOWN = "unknown"


class Standing(NamedTuple):
    """All that a decision depends on; people with the same standing get the same verdicts.

    `school` is None when not even that is known. `groups`: the ids that somebody belongs to directly. `person`: only
    when there are rules for this person alone.
    """

    school: str | None
    profile: str
    groups: tuple[str, ...] = ()
    person: str | None = None
    known: bool = True


class Who(Struct, frozen=True):
    """Whoever is behind a request, and how they are known."""

    school: str | None
    site: str | None
    person: str | None
    group: str | None
    how: How
    device: str | None
    profile: str
    page: Page
    sign_in_required: bool
    key: Standing
    reason: tuple[str, ...]
