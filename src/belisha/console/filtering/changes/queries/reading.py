"""A change as people read it: in words, with the names that its ids have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.changes.words import lines_of, names_in
from belisha.console.filtering.policy.queries import NotAdoptedError, document, ground
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_code, person_number
from belisha.engine.policy.edits import AddRule, EditError, HolderKind, HoldProfile, load_edits, undoing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import Federation
    from belisha.console.filtering.changes.words import Line, Names
    from belisha.console.filtering.models import Change
    from belisha.engine.policy.edits import Edit

__all__ = ["Reading", "known_names", "names_for", "read", "told"]


class Reading:
    """A change in words; `misfit` says why it does not fit the policy of now (of one that is not applied)."""

    def __init__(self, lines: list[Line], misfit: str = "") -> None:
        self.lines, self.misfit = lines, misfit


def read(change: Change) -> Reading:
    """All that a change does, and whether it still fits."""
    if change.applied_at is not None:
        return Reading(told(change))
    edits = change.what
    backs: list[Edit | None] = [None] * len(edits)
    misfit = ""
    try:
        backs = list(reversed(undoing(ground(change.federation, edits), edits)))
    except (EditError, NotAdoptedError) as error:
        misfit = str(error)
    return Reading(lines_of(edits, backs, names_for(change.federation, edits)), misfit)


def told(change: Change, names: Names | None = None) -> list[Line]:
    """What a change that was applied did. `names`: where many are told of, those of `known_names`."""
    edits, inverse = change.what, load_edits(change.inverse)
    known = names or names_for(change.federation, (*edits, *inverse))
    return lines_of(edits, list(reversed(inverse)), known)


class _Everybody(dict[str, str]):
    """Names of all people of a federation by id, fetched when the first is asked for: few changes are about people."""

    def __init__(self, federation: Federation) -> None:
        super().__init__()
        self._federation: Federation | None = federation

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]  # as names are asked for
        if self._federation:
            people = Person.objects.filter(school__federation=self._federation)
            self.update({person_code(person.pk): person.name for person in people})
            self._federation = None
        return super().get(key, default)


def known_names(federation: Federation) -> Names:
    """What any id is called now, for lists of changes. Two queries at most. Raises NotAdoptedError."""
    return names_in(document(federation), _Everybody(federation))


def names_for(federation: Federation, edits: Iterable[Edit]) -> Names:
    """What the ids in some edits are called now. Raises NotAdoptedError."""
    ids = {
        edit.holder.id
        for edit in edits
        if isinstance(edit, AddRule | HoldProfile) and edit.holder.kind is HolderKind.PERSON
    }
    numbers = {number: code for code in ids if (number := person_number(code)) is not None}
    found = Person.objects.filter(pk__in=numbers, school__federation=federation) if numbers else ()
    return names_in(document(federation), {numbers[person.pk]: person.name for person in found})
