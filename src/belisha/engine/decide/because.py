"""Why a verdict is what it is: one type for each thing that can decide, with all that there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from belisha.engine.policy import PlacedOpening, PlacedRule, SlotKind
    from belisha.engine.policy.model import Unlisted as Treatment
    from belisha.engine.snapshot import Listing


class Unreadable(Struct, frozen=True, gc=False):
    """The address cannot be read, or can be read in more than one way; `reason` is the sentence for staff."""

    text: str
    reason: str


class LockedList(Struct, frozen=True, gc=False):
    """The address is on a locked list (IWF, police): no exception at any level."""

    listing: Listing


class SchoolLocked(Struct, frozen=True, gc=False):
    """Its category was locked by the school or federation named `holder`: no exception at any level."""

    listing: Listing
    matched: str
    holder: str


class ByRule(Struct, frozen=True, gc=False):
    """A site rule names it."""

    placed: PlacedRule


class ByCategory(Struct, frozen=True, gc=False):
    """A category blocks it. `only_now`: the calendar does, in this slot, and not the profile at all times."""

    listing: Listing
    matched: str
    slot: SlotKind | None
    only_now: bool


class Approved(Struct, frozen=True, gc=False):
    """The category `instead_of` is blocked, but the site is also in one that is approved for it."""

    listing: Listing
    matched: str
    instead_of: str


class OpenedForClass(Struct, frozen=True, gc=False):
    """Its category is blocked, but somebody opened it for a class for a while."""

    listing: Listing
    matched: str
    placed: PlacedOpening


class ByFileKind(Struct, frozen=True, gc=False):
    """The name of the file is of a kind that is blocked for the profile."""

    kind: str


class Unlisted(Struct, frozen=True, gc=False):
    """It is in no list, and this is what the profile does with such sites."""

    treatment: Treatment


class Open(Struct, frozen=True, gc=False):
    """None of its categories is blocked; `listing` is the first. `relaxed`: only in this slot is it open."""

    listing: Listing
    matched: str
    slot: SlotKind | None
    relaxed: bool


Because = (
    Unreadable
    | LockedList
    | SchoolLocked
    | ByRule
    | ByCategory
    | Approved
    | OpenedForClass
    | ByFileKind
    | Unlisted
    | Open
)
