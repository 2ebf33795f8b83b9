"""The policy document and what is kept beside it as rows: taken apart for keeping, put together for publishing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from belisha.engine.policy.edits import FIELDS, Holder, HolderKind, rules_held
from belisha.engine.policy.model import Person

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from belisha.engine.policy.model import Policy, School, SiteRule

__all__ = ["bare", "laid_on", "own_profiles", "rules_by_id"]


def bare(policy: Policy, known: Container[str]) -> Policy:
    """The document: without rules and people, other than those of schools that the console does not know."""
    schools = {code: _bare_school(school) if code in known else school for code, school in policy.schools.items()}
    return replace(policy, federation=replace(policy.federation, rules=()), schools=schools)


def _bare_school(school: School) -> School:
    levels = {
        field: {code: _bare_piece(piece) for code, piece in getattr(school, field).items()} for field in FIELDS.values()
    }
    devices = {code: device for code, device in school.devices.items() if device.person is None}
    return replace(school, rules=(), people=(), devices=devices, **levels)


def _bare_piece(piece: Any) -> Any:
    """A group or room without what is laid over it: rules, and what is open for a lesson."""
    laid = {field: () for field in ("rules", "openings") if getattr(piece, field, ())}
    return replace(piece, **laid) if laid else piece


def laid_on(document: Policy, rules: Mapping[Holder, Iterable[SiteRule]], profiles: Mapping[Holder, str]) -> Policy:
    """The document with rules and people's own profiles; people are bare, for the register says who they are.

    What is held by somebody or something that the document does not know is left out.
    """
    by_school: dict[str, dict[Holder, tuple[SiteRule, ...]]] = defaultdict(dict)
    for holder, held in rules.items():
        by_school[holder.school][holder] = tuple(held)
    own: dict[str, dict[str, str]] = defaultdict(dict)
    for holder, profile in profiles.items():
        own[holder.school][holder.id] = profile
    schools = {
        code: _laid_on_school(school, by_school.get(code, {}), own.get(code, {}))
        for code, school in document.schools.items()
    }
    everywhere = by_school.get("", {}).get(Holder(kind=HolderKind.FEDERATION), ())
    return replace(document, federation=replace(document.federation, rules=everywhere), schools=schools)


def _laid_on_school(school: School, rules: Mapping[Holder, tuple[SiteRule, ...]], own: Mapping[str, str]) -> School:
    if not rules and not own:
        return school
    changed: dict[str, Any] = {}
    people: dict[str, tuple[SiteRule, ...]] = dict.fromkeys(own, ())
    for holder, held in rules.items():
        if holder.kind is HolderKind.SCHOOL:
            changed["rules"] = held
        elif holder.kind is HolderKind.PERSON:
            people[holder.id] = held
        elif holder.kind in FIELDS and holder.id in getattr(school, FIELDS[holder.kind]):
            field = FIELDS[holder.kind]
            pieces = changed.setdefault(field, dict(getattr(school, field)))
            pieces[holder.id] = replace(pieces[holder.id], rules=held)
    bare_people = (
        Person(id=code, sign_in=code, name=code, profile=own.get(code), rules=held) for code, held in people.items()
    )
    return replace(school, people=(*school.people, *bare_people), **changed)


def own_profiles(policy: Policy) -> dict[Holder, str]:
    """The profiles that people of a policy have of their own."""
    return {
        Holder(kind=HolderKind.PERSON, school=code, id=person.id): person.profile
        for code, school in policy.schools.items()
        for person in school.people
        if person.profile
    }


def rules_by_id(policy: Policy, wanted: Container[str]) -> dict[str, tuple[Holder, SiteRule]]:
    """Those of some ids, with their holders."""
    return {rule.id: (holder, rule) for holder, rule in rules_held(policy) if rule.id in wanted}
