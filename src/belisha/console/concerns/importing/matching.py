"""Whom a row of an old log is about: found on the register by number, or by a name that one person alone has."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.models import Subject
from belisha.console.concerns.rules.routes import HEAD, WORKS_HERE, route_for, stricter
from belisha.console.people.rules.names import clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from belisha.console.access.roles import Role
    from belisha.console.concerns.rules.categories import Category
    from belisha.console.people.models import Person

__all__ = ["Register", "Whom", "whom"]

BETWEEN: Final = re.compile(r"[;\n\r|/]|\band\b|&")
TITLES: Final = {"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "rev"}
MOST_NAMES: Final = 8
PUPIL: Final = "pupil"
ROLES: Final = Subject.Role


class Register:
    """The people of a school, leavers too, by what an old log may call them."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Put everybody under their numbers and names."""
        self.by_upn: dict[str, Person] = {}
        self.by_key: dict[str, Person] = {}
        self.by_name: dict[str, set[Person]] = defaultdict(set)
        for person in people:
            if person.kind == PUPIL:
                self.by_upn[person.upn.upper()] = person
                self.by_key[person.mis_id.casefold()] = person
            for given in {person.given, person.known_as} - {""}:
                self.by_name[fold(f"{given} {person.family}")].add(person)
            if person.kind in WORKS_HERE and person.family:
                self.by_name[fold(f"mr {person.family}")].add(person)

    def named(self, name: str) -> Person | None:
        """The one person who has this name, written either way round, or with a title; None where two have it."""
        family, _comma, given = name.partition(",")
        words = fold(f"{given} {family}" if given else name).split()
        if len(words) > 1 and words[0] in TITLES:
            words = ["mr", *words[1:]] if len(words) == 2 else words[1:]
        found = self.by_name.get(" ".join(words), set())
        return next(iter(found)) if len(found) == 1 else None


class Whom(NamedTuple):
    """Whom a row is about, whose concern that makes it, and whether everybody named is on the register."""

    subjects: tuple[NewSubject, ...]
    route: str
    known: bool


def whom(
    said: dict[str, str], category: Category, register: Register, roles_of: Callable[[Person], frozenset[Role]]
) -> Whom:
    """Whom a row is about. Whoever works here and is named as the child counts as said to have caused it."""
    found = [
        *_of(said.get("adult", ""), ROLES.ALLEGED, register),
        *_of(said.get("alleged", ""), ROLES.ALLEGED, register),
        *_children(said, register),
    ]
    subjects: dict[object, NewSubject] = {}
    for one in found:
        works_here = one.person is not None and one.person.kind in WORKS_HERE
        subjects.setdefault(one.person or fold(one.name), one._replace(role=ROLES.ALLEGED) if works_here else one)
    people = [one.person for one in subjects.values() if one.person and one.role == ROLES.ALLEGED]
    route = route_for(category, [(person.kind, roles_of(person)) for person in people])
    if said.get("adult"):  # whoever stands in that column works here, though the register may not know them any more
        route = stricter(route, HEAD)
    return Whom(tuple(subjects.values()), route, all(one.person for one in subjects.values()))


def _of(text: str, role: str, register: Register) -> list[NewSubject]:
    """Those named in a cell: one person as a whole, or several."""
    if not clean_name(text):
        return []
    if person := register.named(clean_name(text)):
        return [NewSubject(role, person)]
    names = [name for part in BETWEEN.split(text) if (name := clean_name(part))]
    kept = [*names[: MOST_NAMES - 1], ", ".join(names[MOST_NAMES - 1 :])]
    people = [(name, register.named(name)) for name in kept if name]
    return [NewSubject(role, person, "" if person else name[:160]) for name, person in people]


def _children(said: dict[str, str], register: Register) -> list[NewSubject]:
    """The child by number; by name only where no number says that it is somebody else of that name."""
    upn = "".join(said.get("upn", "").split()).upper()
    key = said.get("key", "").strip().casefold()
    name = " ".join(filter(None, (said.get("given"), said.get("family")))) or said.get("child", "")
    sure = (register.by_upn.get(upn) if upn else None) or (register.by_key.get(key) if key else None)
    if sure:
        return [NewSubject(ROLES.INVOLVED, sure)]
    found = _of(name, ROLES.INVOLVED, register) or _of(said.get("upn") or said.get("key", ""), ROLES.INVOLVED, register)
    return [_unless_another(one, name, upn, key) for one in found]


def _unless_another(one: NewSubject, name: str, upn: str, key: str) -> NewSubject:
    person = one.person
    if person and ((upn and person.upn) or (key and person.mis_id)):
        return NewSubject(one.role, name=clean_name(name)[:160])
    return one
