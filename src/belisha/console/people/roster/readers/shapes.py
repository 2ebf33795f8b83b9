"""What every reader yields, whatever the format: people, groups, who is in what, families, and rows that are bad."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - msgspec reads the types
from enum import StrEnum
from typing import Final

import msgspec

__all__ = [
    "BadRow",
    "Kind",
    "MappingNeededError",
    "Org",
    "Roster",
    "RosterError",
    "RosterGroup",
    "RosterMembership",
    "RosterPerson",
    "RosterRelationship",
    "ident_of",
]

SHOWN: Final = 60  # characters of a bad cell that are kept


class RosterError(Exception):
    """A file cannot be used at all; the text says what is wrong and what to do."""


class MappingNeededError(RosterError):
    """A spreadsheet of the school's own making: somebody must say which column is what."""


class Kind(StrEnum):
    """What somebody of a roster is; the words of User.Kind."""

    PUPIL = "pupil"
    STAFF = "staff"
    PARENT = "parent"


def ident_of(kind: str, key: str) -> str:
    """How a roster names somebody: ids are unique within a kind only (a pupil 12 and a teacher 12 are two people)."""
    return f"{kind}:{key}"


class Org(msgspec.Struct, frozen=True):
    """A school, or what stands above it, as the file names it. `number`: DfE number, or what the file calls one."""

    id: str
    name: str = ""
    number: str = ""
    school: bool = True


class RosterPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody in a roster. Empty text and None mean that the file does not say, never that it takes back.

    `orgs`: ids of schools, none when the file is about one. `dates_of`: the org that `joined` and `left` are about.
    """

    key: str
    kind: Kind
    given: str = ""
    family: str = ""
    known_as: str = ""
    born: date | None = None
    upn: str = ""
    mis_id: str = ""
    year: str = ""
    job: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    joined: date | None = None
    left: date | None = None
    orgs: tuple[str, ...] = ()
    dates_of: str = ""
    named: bool = True  # without: the sign-in name stands in for a name that the file does not hold
    file: str = ""
    line: int = 0

    @property
    def ident(self) -> str:
        """Kind and key."""
        return ident_of(self.kind, self.key)

    @property
    def name(self) -> str:
        """As a list shows it."""
        return " ".join(part for part in (self.given, self.family) if part)


class RosterGroup(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A class or another group. `kind` is of Group.Kind: "class" or "group"."""

    key: str
    name: str
    kind: str = "class"
    year: str = ""
    org: str = ""


class RosterMembership(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody (by ident) is in a group (by key), from a first to a last day where the file says so."""

    person: str
    group: str
    teaches: bool = False
    first: date | None = None
    last: date | None = None


class RosterRelationship(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an adult is to a child, both by ident. `kind` is of Relationship.Kind. None: the file does not say."""

    adult: str
    child: str
    kind: str = "other"
    responsibility: bool | None = None
    lives_with: bool | None = None
    priority: int = 1


class BadRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What could not be used: where, the text (cut), and why. `whole`: the row was left out, not one cell of it alone.

    `ident`: whose row it is, where that much could be read.
    """

    file: str
    line: int
    column: str
    text: str
    reason: str
    whole: bool = True
    ident: str = ""


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """All that a file (or a set of them) says. `notes`: what somebody should know of how it was read.

    `complete`: it lists everybody of the kinds in it, so that whoever is absent has left; `says_complete`: its format
    says so itself, one way or the other. `gone`: idents that it says
    have left. `whole_groups`: it lists everybody of each group. `more_bad`: bad rows beyond those listed. `hides`: bad
    rows of people whose id could not be read, so that anybody may be missing; `unread`: idents whose rows are bad.
    """

    format: str
    version: str = ""
    orgs: tuple[Org, ...] = ()
    people: tuple[RosterPerson, ...] = ()
    groups: tuple[RosterGroup, ...] = ()
    memberships: tuple[RosterMembership, ...] = ()
    relationships: tuple[RosterRelationship, ...] = ()
    bad: tuple[BadRow, ...] = ()
    more_bad: int = 0
    hides: int = 0
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = False
    says_complete: bool = False
    whole_groups: bool = True
    gone: tuple[str, ...] = ()
    made: datetime | None = None  # by its own account

    @property
    def schools(self) -> tuple[Org, ...]:
        """The orgs that are schools."""
        return tuple(org for org in self.orgs if org.school)
