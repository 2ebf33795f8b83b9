"""The register as far as a roster is compared with it: plain data, read by queries.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Known", "KnownGroup", "KnownMembership", "KnownRelationship", "Register"]


class Known(NamedTuple):
    """Somebody of the register; fields as of Person."""

    pk: int
    kind: str
    given: str
    family: str
    known_as: str
    born: date | None
    upn: str
    mis_id: str
    year: str
    job: str
    email: str
    phone: str
    language: str
    joined: date
    left: date | None

    @property
    def name(self) -> str:
        """As a list shows it."""
        return " ".join(part for part in (self.given, self.family) if part)

    def is_here(self, day: date) -> bool:
        """Whether they have not left by a day."""
        return self.left is None or self.left >= day


class KnownGroup(NamedTuple):
    """A class or group of the register."""

    pk: int
    code: str
    name: str
    kind: str
    year: str
    closed: date | None


class KnownMembership(NamedTuple):
    """A membership that has not ended."""

    pk: int
    person: int
    group: int
    teaches: bool
    first: date


class KnownRelationship(NamedTuple):
    """What an adult is to a child."""

    pk: int
    adult: int
    child: int
    kind: str
    responsibility: bool
    lives_with: bool
    priority: int


class Register(NamedTuple):
    """All of one school, and how one source names it. `merged`: rows that went into another one, by the one kept.

    `held`: pupil numbers and MIS ids that merged rows still hold, so that nobody else can have them.
    """

    people: dict[int, Known]
    links: dict[str, int]  # ident -> person
    groups: dict[int, KnownGroup]
    group_links: dict[str, int]
    memberships: tuple[KnownMembership, ...]
    relationships: tuple[KnownRelationship, ...]
    held: frozenset[str] = frozenset()
