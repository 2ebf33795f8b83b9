"""Who of a roster is whom of the register: by the source's id, pupil number, MIS id; what only looks alike is asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.people.roster.readers.shapes import Kind, RosterPerson
from belisha.console.people.roster.rules.plan import LEAVE, NEW, SAME, Clash
from belisha.console.people.rules.likeness import Row, why_alike
from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from belisha.console.people.roster.readers.shapes import RosterRelationship
    from belisha.console.people.roster.rules.register import Known, Register

__all__ = ["Matches", "match"]

SURE: Final = 0  # rank of a likeness by name and birth date


class Matches(NamedTuple):
    """Whom the idents of a roster are, and what must be decided first. `new`: idents that are nobody yet."""

    known: dict[str, int]
    new: tuple[str, ...]
    clashes: tuple[Clash, ...]


def match(
    people: Iterable[RosterPerson],
    register: Register,
    families: Iterable[RosterRelationship],
    decided: Mapping[str, str],
) -> Matches:
    """Match every person of a roster. `decided`: what somebody chose for a clash, by its item."""
    return _Matching(register, decided).of(tuple(people), tuple(families))


class _Matching:
    def __init__(self, register: Register, decided: Mapping[str, str]) -> None:
        self.register = register
        self.decided = decided
        self.by_upn = {known.upn: known for known in register.people.values() if known.upn}
        self.by_mis_id = {(known.kind, known.mis_id): known for known in register.people.values() if known.mis_id}
        self.known: dict[str, int] = {}
        self.new: list[str] = []
        self.clashes: list[Clash] = []
        self.taken: set[int] = set()

    def of(self, people: tuple[RosterPerson, ...], families: tuple[RosterRelationship, ...]) -> Matches:
        open_people = [person for person in people if not self._by_id(person)]
        open_people = [person for person in open_people if not self._by_child(person, families)]
        shelves = _shelves(self.register.people.values(), self.taken)
        for person in open_people:
            self._by_likeness(person, shelves)
        return Matches(self.known, tuple(self.new), tuple(self.clashes))

    def _take(self, person: RosterPerson, pk: int) -> None:
        self.known[person.ident] = pk
        self.taken.add(pk)

    def _by_id(self, person: RosterPerson) -> bool:
        """Match by what is somebody's alone. False: nothing says who this is."""
        linked = self.register.people.get(self.register.links.get(person.ident, 0))
        by_upn = self.by_upn.get(person.upn) if person.upn else None
        by_mis_id = self.by_mis_id.get((person.kind, person.mis_id)) if person.mis_id else None
        found = linked or by_upn or by_mis_id
        if found is None:
            return False
        if found.pk in self.taken:
            other = next(ident for ident, pk in self.known.items() if pk == found.pk)
            self._ask(person, found, "id-taken", f"{found.name} is already matched with {other}", ())
        elif linked and by_upn and by_upn.pk != linked.pk:
            text = f"has the pupil number (UPN) of {by_upn.name}, but the id of {linked.name}"
            self._ask(person, linked, "upn-taken", text, ())
        elif is_somebody_else(person, found):
            if self._ask(person, found, "other-person", _difference(person, found), (SAME,)) == SAME:
                self._take(person, found.pk)
        else:
            self._take(person, found.pk)
        return True

    def _by_child(self, person: RosterPerson, families: tuple[RosterRelationship, ...]) -> bool:
        """An adult without a lasting id is the one of that name whom their child has already."""
        if person.mis_id or person.kind is not Kind.PARENT:
            return False
        children = {self.known.get(link.child) for link in families if link.adult == person.ident} - {None}
        for link in self.register.relationships:
            adult = self.register.people.get(link.adult)
            if (
                link.child in children
                and adult
                and adult.pk not in self.taken
                and fold(adult.name) == fold(person.name)
            ):
                self._take(person, adult.pk)
                return True
        return False

    def _by_likeness(self, person: RosterPerson, shelves: Mapping[object, list[Known]]) -> None:
        alike = self._alike(person, shelves)
        if alike is None:
            self.new.append(person.ident)
            return
        known, why = alike
        chosen = self._ask(person, known, "looks-like", why, (SAME, NEW))
        if chosen == SAME:
            self._take(person, known.pk)
        elif chosen == NEW:
            self.new.append(person.ident)

    def _alike(self, person: RosterPerson, shelves: Mapping[object, list[Known]]) -> tuple[Known, str] | None:
        row = _row(0, person)
        best: tuple[int, Known, str] | None = None
        for known in dict.fromkeys(known for shelf in _keys(row) for known in shelves.get(shelf, ())):
            why = why_alike(row, _row(known.pk, known)) if known.pk not in self.taken else None
            if why and (known.kind == person.kind or why.code == "same-email") and (best is None or why.rank < best[0]):
                best = (why.rank, known, why.code)
        return (best[1], _alike_text(person, best[1], best[2])) if best else None

    def _ask(self, person: RosterPerson, known: Known, code: str, text: str, offers: tuple[str, ...]) -> str:
        item = f"c.{person.ident}"
        chosen = self.decided.get(item, LEAVE)
        chosen = chosen if chosen in offers else LEAVE
        self.clashes.append(Clash(person, known.pk, known.name, code, text, offers, chosen))
        return chosen


def is_somebody_else(person: RosterPerson, known: Known) -> bool:
    """Whether one id or pupil number seems to stand for two people: another birth date, or both names different."""
    if person.born and known.born and person.born != known.born:
        return True
    if not person.named or not (known.given or known.family):
        return False
    given = {fold(name) for name in (person.given, person.known_as) if name}
    given_before = {fold(name) for name in (known.given, known.known_as) if name}
    return fold(person.family) != fold(known.family) and not given & given_before


def _difference(person: RosterPerson, known: Known) -> str:
    if person.born and known.born and person.born != known.born:
        return f"{known.name} was born on {known.born:%d/%m/%Y} in the register, on {person.born:%d/%m/%Y} in the file"
    return f"this id belongs to {known.name} in the register, to {person.name} in the file"


def _alike_text(person: RosterPerson, known: Known, code: str) -> str:
    if code == "same-name-and-birth" and known.born:
        return f"{known.name}, born {known.born:%d/%m/%Y}, is in the register under another id"
    if code == "same-email":
        return f"{known.name} in the register has the same e-mail address, {person.email}"
    if code == "near-name" and known.born:
        return f"{known.name} in the register has nearly the same name and the same birth date"
    return f"{known.name} in the register has the same name"


def _row(pk: int, person: RosterPerson | Known) -> Row:
    child = person.kind == Kind.PUPIL
    return Row(pk, child, person.given, person.family, person.known_as, person.born, person.email)


def _keys(row: Row) -> Iterator[object]:
    yield frozenset(fold(f"{row.given} {row.family}").split())
    if row.known_as:
        yield frozenset(fold(f"{row.known_as} {row.family}").split())
    if row.born:
        yield row.born
    if row.email:
        yield row.email.casefold()


def _shelves(people: Iterable[Known], taken: set[int]) -> dict[object, list[Known]]:
    shelves: dict[object, list[Known]] = defaultdict(list)
    for known in people:
        if known.pk not in taken:
            for key in _keys(_row(known.pk, known)):
                shelves[key].append(known)
    return shelves
