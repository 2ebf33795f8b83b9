"""What a reader of several files gathers on the way to a roster: who is who by id, and what refers to whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from belisha.console.people.roster.readers.notebook import Notebook
from belisha.console.people.roster.readers.shapes import (
    Kind,
    Org,
    Roster,
    RosterGroup,
    RosterMembership,
    RosterPerson,
    RosterRelationship,
    ident_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.people.roster.readers.tables import Row

__all__ = ["Gathered", "tidy_groups"]

Where = tuple[str, int]


class Gathered:
    """Grows row by row; `roster` makes the whole of it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.pad = Notebook()
        self.orgs: dict[str, Org] = {}
        self.people: dict[str, RosterPerson] = {}
        self.by_id: dict[str, str] = {}  # id of the file -> ident
        self.groups: dict[str, RosterGroup] = {}
        self.gone: list[str] = []
        self.gone_groups: set[str] = set()
        self.memberships: list[RosterMembership] = []
        self.relationships: list[RosterRelationship] = []
        self.agents: list[tuple[Where, str, str]] = []  # (where, child's ident, adult's id)
        self.adults: Counter[str] = Counter()  # how many adults each child has so far
        self._said_gone: set[str] = set()

    def add(self, person: RosterPerson) -> bool:
        """Take somebody in; not a second time under one id, nor two with one UPN: those rows are bad."""
        where = (person.file, person.line)
        first = self.people.get(person.ident)
        if first is not None:
            reason = f"the id {person.key} was already used for {first.name} on line {first.line}"
            self.pad.reject(where, "id", person.key, reason, ident=person.ident)
            return False
        self.people[person.ident] = person
        self.by_id.setdefault(person.key, person.ident)
        return True

    def add_group(self, group: RosterGroup, where: Where) -> None:
        """Take a class or group in; not a second time."""
        if group.key in self.groups:
            self.pad.reject(
                where, "id", group.key, f"the id {group.key} was already used for {self.groups[group.key].name}"
            )
            return
        self.groups[group.key] = group

    def knows(self, row: Row, ident: str | None, group: str, *, delta: bool = False) -> bool:
        """Whether a membership's two ends are there. Where one is not, the row is bad, but not in a `delta`."""
        if group in self.gone_groups or ident in self.gone_idents():
            return False
        if not ident and self.pad.unread & {ident_of(kind, row.get("usersourcedid", "sisid", "id")) for kind in Kind}:
            return False  # their own row is bad, and says so
        if ident and group in self.groups:
            return True
        if not delta:
            text = row.get("usersourcedid", "sisid", "id") if not ident else group
            what = "nobody" if not ident else "no class"
            self.pad.reject(row.where, "", text, f"{what} in these files has the id {text}")
        return False

    def gone_idents(self) -> set[str]:
        """Whom the file says to have left."""
        if len(self._said_gone) != len(self.gone):
            self._said_gone = set(self.gone)
        return self._said_gone

    def roster(self, *, groups: Iterable[RosterGroup], more_notes: Iterable[str] = (), **said: Any) -> Roster:
        """All of it. `said`: what else the format knows (format, version, complete …)."""
        people = tuple(_without_twin_upns(self.people.values(), self.pad))
        idents = {person.ident for person in people}
        return Roster(
            orgs=tuple(self.orgs.values()),
            people=people,
            groups=tuple(groups),
            memberships=tuple(dict.fromkeys(each for each in self.memberships if each.person in idents)),
            relationships=tuple(_once(link for link in self.relationships if {link.adult, link.child} <= idents)),
            bad=tuple(self.pad.bad),
            more_bad=self.pad.more_bad,
            hides=self.pad.hides,
            unread=tuple(sorted(self.pad.unread)),
            notes=(*self.pad.notes, *more_notes),
            gone=tuple(dict.fromkeys(self.gone)),
            **said,
        )


def _once(links: Iterable[RosterRelationship]) -> Iterable[RosterRelationship]:
    found: dict[tuple[str, str], RosterRelationship] = {}
    for link in links:
        found.setdefault((link.adult, link.child), link)
    return found.values()


def _without_twin_upns(people: Iterable[RosterPerson], pad: Notebook) -> Iterable[RosterPerson]:
    first: dict[str, RosterPerson] = {}
    for person in people:
        other = first.setdefault(person.upn, person) if person.upn else person
        if other is person:
            yield person
        else:
            reason = f"{other.name} on line {other.line} has the same pupil number (UPN)"
            pad.reject((person.file, person.line), "UPN", person.upn, reason, ident=person.ident)


def tidy_groups(got: Gathered) -> tuple[list[RosterGroup], list[str]]:
    """Groups with their kind settled: where the file names none, a class is what each pupil is in at most one of."""
    open_kind = [group for group in got.groups.values() if not group.kind]
    if not open_kind:
        return list(got.groups.values()), []
    homeroom = any(group.kind == "class" for group in got.groups.values())
    keys = {group.key for group in open_kind}
    counted = Counter(each.person for each in got.memberships if not each.teaches and each.group in keys)
    several = max(counted.values(), default=0) > 1
    kind = "group" if homeroom or several else "class"
    notes = (
        ["Pupils are in several of these classes: they are taken as teaching groups, not as classes."]
        if several
        else []
    )
    return [msgspec.structs.replace(group, kind=group.kind or kind) for group in got.groups.values()], notes
