"""Families of a roster against those of the register. A file adds links and changes them; it never takes one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.people.roster.rules.plan import Change, LinkStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from belisha.console.people.roster.readers.shapes import Roster, RosterRelationship
    from belisha.console.people.roster.rules.register import KnownRelationship, Register

__all__ = ["family_steps"]


def family_steps(roster: Roster, register: Register, known: Mapping[str, int], there: Set[str]) -> Iterator[LinkStep]:
    """The links between adults and children that are new or change; of people who are `there` once it is applied."""
    now = {(link.adult, link.child): link for link in register.relationships}
    names = {person.ident: person.name for person in roster.people}
    for link in roster.relationships:
        if not {link.adult, link.child} <= there:
            continue
        adult, child = known.get(link.adult), known.get(link.child)
        there_now = now.get((adult, child)) if adult and child else None
        changes = _changes(link, there_now) if there_now else ()
        if adult == child and adult is not None:
            continue
        if there_now is None or changes:
            pk = there_now.pk if there_now else None
            yield LinkStep(link, pk, names.get(link.adult, ""), names.get(link.child, ""), changes)


def _changes(link: RosterRelationship, now: KnownRelationship) -> tuple[Change, ...]:
    said = {
        # a file that says no more than "contact" does not take back what somebody wrote down
        "kind": link.kind if link.kind != "other" else now.kind,
        "responsibility": now.responsibility if link.responsibility is None else link.responsibility,
        "lives_with": now.lives_with if link.lives_with is None else link.lives_with,
        "priority": link.priority,
    }
    return tuple(
        Change(field, _shown(getattr(now, field)), _shown(value), value)
        for field, value in said.items()
        if value != getattr(now, field)
    )


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
