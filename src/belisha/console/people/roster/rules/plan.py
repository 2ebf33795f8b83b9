"""What a roster would change: joiners, movers, leavers, clashes. comparing.py makes it, actions apply it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.people.roster.readers.shapes import BadRow, RosterGroup, RosterPerson, RosterRelationship

__all__ = [
    "SAME",
    "Change",
    "Choices",
    "Clash",
    "GroupStep",
    "Joiner",
    "Leaver",
    "LinkStep",
    "MembershipStep",
    "Mover",
    "Plan",
]

SAME, NEW, LEAVE = "same", "new", "leave"
KINDS: Final = ("joiners", "movers", "leavers", "families", "groups")


class Choices(NamedTuple):
    """What somebody chose on the preview: items and whole kinds left out, and how each clash is settled."""

    left_out: frozenset[str] = frozenset()
    kinds_left_out: frozenset[str] = frozenset()
    clashes: dict[str, str] = {}  # noqa: RUF012 - never changed
    trust_absent: bool = False  # whoever is absent has left, although rows could not be read

    def takes(self, kind: str, item: str) -> bool:
        """Whether an item is applied."""
        return kind not in self.kinds_left_out and item not in self.left_out


class Change(NamedTuple):
    """One field before and after, as people read it; `value` is what is stored."""

    field: str
    before: str
    after: str
    value: Any = None


class Joiner(NamedTuple):
    """Somebody new."""

    person: RosterPerson
    groups: tuple[str, ...] = ()  # names of their classes

    @property
    def item(self) -> str:
        """What a tick box is named by."""
        return f"j.{self.person.ident}"


class Mover(NamedTuple):
    """Somebody known who changes, or comes back. No changes at all: only their id in the source is new."""

    pk: int
    name: str
    person: RosterPerson
    changes: tuple[Change, ...]

    @property
    def item(self) -> str:
        """What a tick box is named by."""
        return f"m.{self.pk}"


class Leaver(NamedTuple):
    """Somebody who has left: their last day, and how we know."""

    pk: int
    name: str
    kind: str
    last: date
    why: str  # "absent", "said"; "held" back while rows could not be read

    @property
    def item(self) -> str:
        """What a tick box is named by."""
        return f"l.{self.pk}"


class Clash(NamedTuple):
    """Two things that cannot both be right, or one person under two ids. Nothing happens until somebody decides."""

    person: RosterPerson
    pk: int
    name: str
    code: str  # "other-person", "upn-taken", "id-taken", "looks-like"
    text: str
    offers: tuple[str, ...]  # SAME, NEW
    chosen: str = LEAVE

    @property
    def item(self) -> str:
        """What a choice is named by."""
        return f"c.{self.person.ident}"


class GroupStep(NamedTuple):
    """A class or group that is made (no pk), renamed, opened again or closed."""

    key: str
    pk: int | None
    what: str  # "new", "link", "name", "open", "close"
    before: str
    after: str
    group: RosterGroup | None = None

    @property
    def item(self) -> str:
        """What a tick box is named by."""
        return f"g.{self.what}.{self.key}"


class MembershipStep(NamedTuple):
    """Somebody (by ident) comes into a group (by key), or a membership (by pk) ends."""

    person: str
    group: str
    teaches: bool = False
    ends: int | None = None


class LinkStep(NamedTuple):
    """What an adult is to a child: new (no pk), or changed."""

    link: RosterRelationship
    pk: int | None
    adult: str
    child: str
    changes: tuple[Change, ...] = ()

    @property
    def item(self) -> str:
        """What a tick box is named by."""
        return f"f.{self.link.adult}.{self.link.child}"


class Plan(NamedTuple):
    """All that would change, and what would not. `matched`: who of the roster is whom of the register.

    `held`: leavers that are held back, because rows that could not be read may be theirs.
    """

    joiners: tuple[Joiner, ...]
    movers: tuple[Mover, ...]
    leavers: tuple[Leaver, ...]
    clashes: tuple[Clash, ...]
    groups: tuple[GroupStep, ...]
    memberships: tuple[MembershipStep, ...]
    families: tuple[LinkStep, ...]
    unchanged: int
    matched: dict[str, int]
    bad: tuple[BadRow, ...] = ()
    held: tuple[Leaver, ...] = ()
    elsewhere: int = 0  # people of the file who are of other schools

    @property
    def relinked(self) -> int:
        """How many are known already but under no id of this source yet."""
        return sum(1 for mover in self.movers if not mover.changes)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.joiners or self.movers or self.leavers or self.groups or self.memberships or self.families)

    def counts(self) -> dict[str, int]:
        """How many of each, for lists and the record."""
        return {
            "joiners": len(self.joiners),
            "movers": sum(1 for mover in self.movers if mover.changes),
            "leavers": len(self.leavers),
            "clashes": len(self.clashes),
            "families": len(self.families),
            "groups": sum(1 for step in self.groups if step.what != "link"),
            "unchanged": self.unchanged + self.relinked,
            "bad": len(self.bad),
            "held": len(self.held),
        }

    def leaving_by_kind(self) -> Counter[str]:
        """How many leave, of each kind of people."""
        return Counter(leaver.kind for leaver in self.leavers)

    @property
    def digest(self) -> str:
        """What tells this plan from any other: whoever approves one does not approve another."""
        items: Iterable[str] = (
            *(joiner.item for joiner in self.joiners),
            *(f"{mover.item}{mover.changes}" for mover in self.movers),
            *(f"{leaver.item}{leaver.last}" for leaver in self.leavers),
            *(f"{step.item}{step.after}" for step in self.groups),
            *(f"{step}" for step in self.memberships),
            *(f"{step.item}{step.changes}" for step in self.families),
        )
        return hashlib.sha256("\n".join(items).encode()).hexdigest()[:32]
