"""A roster against the register: who joins, moves, leaves; what clashes. Pure: the same two give the same plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from belisha.console.people.roster.readers.shapes import Kind, Roster, RosterPerson
from belisha.console.people.roster.rules.families import family_steps
from belisha.console.people.roster.rules.grouping import Grouping
from belisha.console.people.roster.rules.matching import Matches, match
from belisha.console.people.roster.rules.plan import Change, Choices, Joiner, Leaver, Mover, Plan

if TYPE_CHECKING:
    from belisha.console.people.roster.rules.register import Known, Register

__all__ = ["Options", "compare", "of_school"]

FIELDS: Final = (
    "given", "family", "known_as", "born", "upn", "mis_id", "year", "job", "email", "phone", "language",
)  # fmt: skip
NAMES: Final = ("given", "family", "known_as")
ONE_DAY: Final = timedelta(days=1)


class Options(NamedTuple):
    """How to compare. `day`: today. `complete`: whoever is absent has left. `org`: this school's id in the file."""

    day: date
    complete: bool = False
    org: str = ""
    choices: Choices = Choices()


def of_school(roster: Roster, org: str) -> tuple[tuple[RosterPerson, ...], int]:
    """The people of one school of a file, and how many are of others. Without an `org` all are ours."""
    ours = [person for person in roster.people if not (org and person.orgs) or org in person.orgs]
    return tuple(_at_home(person, org) for person in ours), len(roster.people) - len(ours)


def _at_home(person: RosterPerson, org: str) -> RosterPerson:
    # dates of a stay at another school (the one that a transfer file comes from) say nothing of ours
    foreign = person.dates_of and person.dates_of != org
    return msgspec.structs.replace(person, joined=None, left=None) if foreign else person


def compare(roster: Roster, register: Register, options: Options) -> Plan:
    """What applying a roster would change, as somebody chose on the preview."""
    return _Comparison(roster, register, options).plan()


class _Comparison:
    def __init__(self, roster: Roster, register: Register, options: Options) -> None:
        self.roster, self.register, self.options = roster, register, options
        self.people, self.elsewhere = of_school(roster, options.org)
        self.by_ident = {person.ident: person for person in self.people}
        self.taken_ids = {*register.held}
        for known in register.people.values():
            self.taken_ids |= {f"upn:{known.upn}", f"{known.kind}:{known.mis_id}"}

    def plan(self) -> Plan:
        matches = match(self.people, self.register, self.roster.relationships, self.options.choices.clashes)
        grouping = Grouping(self.roster, self.register, matches.known, self.options)
        takes = self.options.choices.takes
        joiners = tuple(
            joiner
            for ident in matches.new
            if not self._has_left(self.by_ident[ident])
            and takes("joiners", (joiner := Joiner(self.by_ident[ident], grouping.names_of(ident))).item)
        )
        leavers, held = self._leavers(matches)
        # somebody whose last day is still to come goes on moving until then
        leaving = {leaver.pk for leaver in leavers if leaver.last < self.options.day}
        movers = tuple(mover for mover in self._movers(matches, grouping, leaving) if takes("movers", mover.item))
        moving = {mover.pk for mover in movers}
        coming = {joiner.person.ident for joiner in joiners} | {
            ident for ident, pk in matches.known.items() if pk not in leaving
        }
        stays = {pk for pk in matches.known.values() if takes("movers", f"m.{pk}")} - leaving
        memberships = grouping.steps(coming, stays)
        families = tuple(
            step
            for step in family_steps(self.roster, self.register, matches.known, coming)
            if takes("families", step.item)
        )
        return Plan(
            joiners=joiners,
            movers=movers,
            leavers=leavers,
            clashes=matches.clashes,
            groups=grouping.groups(),
            memberships=memberships,
            families=families,
            unchanged=len(set(matches.known.values()) - moving - {leaver.pk for leaver in leavers}),
            matched=matches.known,
            bad=self.roster.bad,
            held=held,
            elsewhere=self.elsewhere,
        )

    def _has_left(self, person: RosterPerson) -> bool:
        return person.left is not None and person.left < self.options.day

    def _movers(self, matches: Matches, grouping: Grouping, leaving: set[int]) -> list[Mover]:
        found = []
        for ident, pk in matches.known.items():
            known, person = self.register.people[pk], self.by_ident[ident]
            if pk in leaving or self._has_left(person):
                continue
            changes = (*self._changes(known, person), *grouping.changes_of(ident, pk))
            if changes or self.register.links.get(ident) != pk:
                found.append(Mover(pk, known.name, person, changes))
        return found

    def _changes(self, known: Known, person: RosterPerson) -> tuple[Change, ...]:
        said = {field: self._said(field, person, known) for field in FIELDS}
        changes = [
            Change(field, _shown(getattr(known, field)), _shown(value), value)
            for field, value in said.items()
            if value and value != getattr(known, field)
        ]
        if not known.is_here(self.options.day):
            changes.append(Change("left", _shown(known.left), "", None))
        return tuple(changes)

    def _said(self, field: str, person: RosterPerson, known: Known) -> Any:
        """What the file says of a field that may be taken over."""
        value = getattr(person, field)
        if (field in NAMES and not person.named) or (field == "year" and known.kind != Kind.PUPIL):
            return None
        if field == "upn" and f"upn:{value}" in self.taken_ids and value != known.upn:
            return None
        if field == "mis_id" and (known.kind != person.kind or f"{known.kind}:{value}" in self.taken_ids):
            return None
        return value

    def _leavers(self, matches: Matches) -> tuple[tuple[Leaver, ...], tuple[Leaver, ...]]:
        day, takes = self.options.day, self.options.choices.takes
        said = {self.register.links[ident]: day - ONE_DAY for ident in self.roster.gone if ident in self.register.links}
        for ident, pk in matches.known.items():
            last = self.by_ident[ident].left
            if last:
                said[pk] = last
        sure = [self._leaver(pk, last, "said") for pk, last in said.items() if self._would_leave(pk, last)]
        absent = [self._leaver(pk, day - ONE_DAY, "absent") for pk in self._absent(matches) if pk not in said]
        hold = self.roster.hides > 0 and not self.options.choices.trust_absent
        leaving = [*sure, *(() if hold else absent)]
        taken = tuple(leaver for leaver in leaving if takes("leavers", leaver.item))
        return taken, tuple(leaver._replace(why="held") for leaver in absent) if hold else ()

    def _would_leave(self, pk: int, last: date) -> bool:
        known = self.register.people.get(pk)
        return (
            known is not None
            and max(last, known.joined) != known.left
            and (known.is_here(self.options.day) or known.left is None)
        )

    def _leaver(self, pk: int, last: date, why: str) -> Leaver:
        known = self.register.people[pk]
        return Leaver(pk, known.name, known.kind, max(last, known.joined), why)

    def _absent(self, matches: Matches) -> list[int]:
        """Who came from this source, is here, and is not in the file that names everybody of their kind."""
        if not self.options.complete:
            return []
        kinds = {str(person.kind) for person in self.people}
        present = {*matches.known.values(), *(clash.pk for clash in matches.clashes)}
        unread = {self.register.links[ident] for ident in self.roster.unread if ident in self.register.links}
        return sorted(
            {
                pk
                for ident, pk in self.register.links.items()
                if ident.partition(":")[0] in kinds
                and pk in self.register.people
                and pk not in present | unread
                and self.register.people[pk].is_here(self.options.day)
            }
        )


def _shown(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")
