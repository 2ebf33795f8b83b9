"""Why a verdict is what it is: one type for each thing that can decide, with all that there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belisha.engine.policy import PlacedRule, SlotKind
    from belisha.engine.policy.model import Unlisted as Treatment
    from belisha.engine.snapshot import Listing


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The address cannot be read, or can be read in more than one way; `reason` is the sentence for staff."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LockedList:
    """The address is on a locked list (IWF, police): no exception at any level."""

    listing: Listing


@dataclass(frozen=True, slots=True)
class SchoolLocked:
    """Its category was locked by the school or federation named `holder`: no exception at any level."""

    listing: Listing
    matched: str
    holder: str


@dataclass(frozen=True, slots=True)
class ByRule:
    """A site rule names it."""

    placed: PlacedRule


@dataclass(frozen=True, slots=True)
class ByCategory:
    """A category blocks it. `only_now`: the calendar does, in this slot, and not the profile at all times."""

    listing: Listing
    matched: str
    slot: SlotKind | None
    only_now: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """The category `instead_of` is blocked, but the site is also in one that is approved for it."""

    listing: Listing
    matched: str
    instead_of: str


@dataclass(frozen=True, slots=True)
class ByFileKind:
    """The name of the file is of a kind that is blocked for the profile."""

    kind: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """It is in no list, and this is what the profile does with such sites."""

    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Open:
    """None of its categories is blocked; `listing` is the first. `relaxed`: only in this slot is it open."""

    listing: Listing
    matched: str
    slot: SlotKind | None
    relaxed: bool


Because = Unreadable | LockedList | SchoolLocked | ByRule | ByCategory | Approved | ByFileKind | Unlisted | Open
