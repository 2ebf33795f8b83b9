"""Which school of a file is ours: many rosters hold a whole trust, and some are meant for another school."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from belisha.console.people.roster.readers.shapes import Org, Roster

__all__ = ["Place", "place_of"]

DFE_NUMBER = 7  # digits: local authority 3, establishment 4


class Place(NamedTuple):
    """Our school's id in a file (empty: all is ours). `asks`: nobody can tell. `foreign`: names another school."""

    org: str
    asks: bool = False
    foreign: str = ""


def place_of(roster: Roster, *, org: str, name: str, number: str) -> Place:
    """Where a school is in a file: as chosen, else by its DfE number, else by name, else the only one there."""
    schools = roster.schools
    chosen = [each for each in schools if org and each.id == org]
    found = (
        chosen
        or [each for each in schools if number and number in {_digits(each.number), _digits(each.id)}]
        or [each for each in schools if each.name and fold(each.name) == fold(name)]
    )
    if found:
        return Place(found[0].id)
    used = {each for person in roster.people for each in person.orgs}
    candidates = [each for each in schools if each.id in used] or list(schools)
    if len(candidates) > 1 and used:
        return Place("", asks=True)
    foreign = _foreign(schools, number)
    if not candidates or not used:
        return Place("", foreign=foreign)
    return Place(candidates[0].id, foreign=foreign)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _foreign(schools: tuple[Org, ...], number: str) -> str:
    """The name of another school that a file is for, where DfE numbers say so."""
    told = [each for each in schools if len(_digits(each.number)) == DFE_NUMBER == len(each.number)]
    return (told[-1].name or told[-1].number) if told and len(number) == DFE_NUMBER else ""
