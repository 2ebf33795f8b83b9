"""Edits of a policy as plain data: what a change of the filter will do, applied to a policy and taken back again.

Edits are written down before anybody approves them, so each says all that it does and names what it touches by id.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 (msgspec reads the annotations)
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from belisha.engine.policy.model import Category, Frozen, Id, Network, Person, Policy, Profile, Room, SiteRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from belisha.engine.policy.model import School

__all__ = [
    "AddRule",
    "Edit",
    "EditError",
    "EndRule",
    "HoldProfile",
    "Holder",
    "HolderKind",
    "LockCategories",
    "SetNetwork",
    "SetProfile",
    "apply",
    "dump_edits",
    "load_edits",
    "profile_held",
    "profiles_held",
    "rules_held",
    "undoing",
]


class EditError(ValueError):
    """An edit does not fit the policy; the text is a sentence for whoever made it."""


class HolderKind(StrEnum):
    """Who can hold a profile or rules. "unknown": the people of the federation or of a school who are not known."""

    FEDERATION = "federation"
    UNKNOWN = "unknown"
    SCHOOL = "school"
    KEY_STAGE = "key-stage"
    YEAR = "year"
    CLASS = "class"
    GROUP = "group"
    ROOM = "room"  # a profile only
    PERSON = "person"


class Holder(Frozen, frozen=True):
    """One of them. `school` is empty for the federation's; `id` is empty for federation, school and unknown."""

    kind: HolderKind
    school: str = ""
    id: str = ""


class SetProfile(Frozen, frozen=True, tag_field="edit", tag="set-profile"):
    """A profile is made, replaced, or (with none) taken away."""

    id: Id
    profile: Profile | None


class HoldProfile(Frozen, frozen=True, tag_field="edit", tag="hold-profile"):
    """A holder has a profile of its own, or (with none) what it inherits.

    A person's own says why, and the day by which somebody looks at it again.
    """

    holder: Holder
    profile: str | None
    reason: str = ""
    review_on: date | None = None


class AddRule(Frozen, frozen=True, tag_field="edit", tag="add-rule"):
    """A holder has one more site rule. `account`: the owner's, where the console knows it ("12")."""

    holder: Holder
    rule: SiteRule
    account: str = ""


class EndRule(Frozen, frozen=True, tag_field="edit", tag="end-rule"):
    """A site rule is there no more."""

    id: Id


class LockCategories(Frozen, frozen=True, tag_field="edit", tag="lock-categories"):
    """These categories, and no others, are locked by a school, or (with no school) by the federation."""

    school: str
    categories: tuple[Category, ...]


class SetNetwork(Frozen, frozen=True, tag_field="edit", tag="set-network"):
    """A network of a school is made, replaced, or (with none) taken away."""

    school: str
    id: Id
    network: Network | None


Edit = SetProfile | HoldProfile | AddRule | EndRule | LockCategories | SetNetwork

_DECODER = msgspec.json.Decoder(tuple[Edit, ...])
FIELDS = {
    HolderKind.KEY_STAGE: "key_stages",
    HolderKind.YEAR: "years",
    HolderKind.CLASS: "classes",
    HolderKind.GROUP: "groups",
    HolderKind.ROOM: "rooms",
}


def dump_edits(edits: Iterable[Edit]) -> str:
    """Edits as they are kept."""
    return msgspec.json.encode(tuple(edits), order="deterministic").decode()


def load_edits(text: str) -> tuple[Edit, ...]:
    """Read what `dump_edits` wrote. Raises ValueError when it is no such text."""
    return _DECODER.decode(text)


def apply(policy: Policy, edits: Iterable[Edit]) -> Policy:
    """The policy with edits made, in order. Raises EditError for the first that does not fit."""
    edits = tuple(edits)
    editing = _Editing(policy, edits)
    for edit in edits:
        editing.make(edit)
    return editing.policy


def undoing(policy: Policy, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back from `apply(policy, edits)` to `policy`. Raises EditError as `apply` does."""
    edits = tuple(edits)
    editing = _Editing(policy, edits)
    back: list[Edit] = []
    for edit in edits:
        inverse = editing.inverse(edit)
        editing.make(edit)
        back.append(inverse)
    return tuple(reversed(back))


class _Editing:
    """A policy in work, with the rules by id that edits name: a policy may have fifty thousand."""

    def __init__(self, policy: Policy, edits: Iterable[Edit]) -> None:
        self.policy = policy
        edits = tuple(edits)
        named = {edit.rule.id for edit in edits if isinstance(edit, AddRule)}
        named |= {edit.id for edit in edits if isinstance(edit, EndRule)}
        held = rules_held(policy) if named else ()
        self._rules = {rule.id: (holder, rule) for holder, rule in held if rule.id in named}

    def make(self, edit: Edit) -> None:
        """Make one edit. Raises EditError, with nothing changed."""
        match edit:
            case SetProfile(id=name, profile=profile):
                self._set_profile(name, profile)
            case HoldProfile(holder=holder, profile=profile):
                self.policy = _hold(self.policy, holder, profile)
            case AddRule(holder=holder, rule=rule):
                self._add(holder, rule)
            case EndRule(id=name):
                holder, rule = self._rule(name)
                self.policy = _held(self.policy, holder, lambda piece: _with_rules(piece, _without(piece.rules, rule)))
                del self._rules[name]
            case LockCategories(school="", categories=categories):
                federation = replace(self.policy.federation, locked_categories=categories)
                self.policy = replace(self.policy, federation=federation)
            case LockCategories(school=school, categories=categories):
                self.policy = _at(self.policy, school, lambda at: replace(at, locked_categories=categories))
            case SetNetwork(school=school, id=name, network=network):
                networks = _with(_school(self.policy, school).networks, name, network)
                self.policy = _at(self.policy, school, lambda at: replace(at, networks=networks))

    def inverse(self, edit: Edit) -> Edit:
        """The edit that takes another back, which is about to be made. Raises EditError when it does not fit."""
        match edit:
            case SetProfile(id=name):
                return SetProfile(id=name, profile=self.policy.profiles.get(name))
            case HoldProfile(holder=holder):
                return HoldProfile(holder=holder, profile=profile_held(self.policy, holder))
            case AddRule(rule=rule):
                return EndRule(id=rule.id)
            case EndRule(id=name):
                holder, rule = self._rule(name)
                return AddRule(holder=holder, rule=rule)
            case LockCategories(school=school):
                place = _school(self.policy, school) if school else self.policy.federation
                return LockCategories(school=school, categories=place.locked_categories)
            case SetNetwork(school=school, id=name):
                return SetNetwork(school=school, id=name, network=_school(self.policy, school).networks.get(name))

    def _set_profile(self, name: str, profile: Profile | None) -> None:
        if profile is None:
            self._refuse_while_in_use(name)
        self.policy = replace(self.policy, profiles=_with(self.policy.profiles, name, profile))

    def _refuse_while_in_use(self, profile: str) -> None:
        heirs = [one.name for one in self.policy.profiles.values() if one.inherits == profile]
        if heirs:
            message = f"Profile “{profile}” cannot go: {', '.join(heirs)} inherits from it."
            raise EditError(message)
        holder = next((holder for holder, held in profiles_held(self.policy) if held == profile), None)
        if holder:
            whose = f"{holder.id} at {self.policy.schools[holder.school].name}" if holder.id else holder.school
            message = f"Profile “{profile}” cannot go while somebody has it: {whose or 'the federation'}."
            raise EditError(message)

    def _add(self, holder: Holder, rule: SiteRule) -> None:
        if rule.id in self._rules:
            message = f"There is a rule {rule.id} already."
            raise EditError(message)
        self.policy = _held(self.policy, holder, lambda piece: _with_rules(piece, (*_rules(piece), rule)))
        self._rules[rule.id] = (holder, rule)

    def _rule(self, name: str) -> tuple[Holder, SiteRule]:
        if name not in self._rules:
            message = f"There is no rule {name} any more."
            raise EditError(message)
        return self._rules[name]


def _with(pieces: dict[str, Any], name: str, piece: Frozen | None) -> dict[str, Any]:
    left = {key: value for key, value in pieces.items() if key != name}
    return left if piece is None else {**left, name: piece}


def _with_rules(piece: Any, rules: tuple[SiteRule, ...]) -> Any:
    if isinstance(piece, Room):
        message = "A room holds no rules: give them to a group, and the room to the group."
        raise EditError(message)
    return replace(piece, rules=rules)


def _rules(piece: Any) -> tuple[SiteRule, ...]:
    rules: tuple[SiteRule, ...] = getattr(piece, "rules", ())
    return rules


def _without(rules: tuple[SiteRule, ...], gone: SiteRule) -> tuple[SiteRule, ...]:
    return tuple(rule for rule in rules if rule.id != gone.id)


def _school(policy: Policy, code: str) -> School:
    if code not in policy.schools:
        message = f"There is no school “{code}” in the policy."
        raise EditError(message)
    return policy.schools[code]


def _at(policy: Policy, code: str, changed: Callable[[School], School]) -> Policy:
    return replace(policy, schools={**policy.schools, code: changed(_school(policy, code))})


def profile_held(policy: Policy, holder: Holder) -> str | None:
    """The profile that a holder has of its own. Raises EditError when there is no such holder."""
    if holder.kind is HolderKind.FEDERATION:
        return policy.federation.profile
    if holder.kind is HolderKind.UNKNOWN:
        place = _school(policy, holder.school) if holder.school else policy.federation
        return place.unknown
    school = _school(policy, holder.school)
    if holder.kind is HolderKind.SCHOOL:
        return school.profile
    profile: str | None = _piece(school, holder).profile
    return profile


def _piece(school: School, holder: Holder) -> Any:
    if holder.kind is HolderKind.PERSON:
        found: Any = next((person for person in school.people if person.id == holder.id), None)
    else:
        found = getattr(school, FIELDS[holder.kind]).get(holder.id)
    if found is None:
        message = f"There is no {holder.kind} “{holder.id}” at {school.name}."
        raise EditError(message)
    return found


def _hold(policy: Policy, holder: Holder, profile: str | None) -> Policy:
    if profile is not None and profile not in policy.profiles:
        message = f"There is no profile “{profile}”."
        raise EditError(message)
    if holder.kind is HolderKind.UNKNOWN and holder.school:
        return _at(policy, holder.school, lambda at: replace(at, unknown=profile))
    if holder.kind not in {HolderKind.FEDERATION, HolderKind.UNKNOWN}:
        return _held(policy, holder, lambda piece: replace(piece, profile=profile))
    if profile is None:
        message = "The federation and people who are not known always have a profile."
        raise EditError(message)
    field = {HolderKind.FEDERATION: "profile", HolderKind.UNKNOWN: "unknown"}[holder.kind]
    return replace(policy, federation=replace(policy.federation, **{field: profile}))


def _held(policy: Policy, holder: Holder, changed: Callable[[Any], Any]) -> Policy:
    """The policy with one holder changed. Raises EditError when it is not there, or can hold no such thing."""
    if holder.kind is HolderKind.FEDERATION:
        return replace(policy, federation=changed(policy.federation))
    if holder.kind is HolderKind.UNKNOWN:
        message = "People who are not known hold no rules: give them to the school or the federation."
        raise EditError(message)
    if holder.kind is HolderKind.SCHOOL:
        return _at(policy, holder.school, changed)
    old = _piece(_school(policy, holder.school), holder)
    new = changed(old)
    if holder.kind is HolderKind.PERSON:
        return _at(policy, holder.school, lambda at: replace(at, people=_swapped(at.people, old, new)))
    field = FIELDS[holder.kind]
    return _at(policy, holder.school, lambda at: replace(at, **{field: {**getattr(at, field), holder.id: new}}))


def _swapped(people: tuple[Person, ...], old: Person, new: Person) -> tuple[Person, ...]:
    return tuple(new if person is old else person for person in people)


def profiles_held(policy: Policy) -> Iterable[tuple[Holder, str]]:
    """Every holder that has a profile of its own, with that profile's id."""
    yield Holder(kind=HolderKind.FEDERATION), policy.federation.profile
    yield Holder(kind=HolderKind.UNKNOWN), policy.federation.unknown
    for code, school in policy.schools.items():
        yield from ((holder, held) for holder, held in _profiles_at(code, school) if held)


def _profiles_at(code: str, school: School) -> Iterable[tuple[Holder, str | None]]:
    yield Holder(kind=HolderKind.SCHOOL, school=code), school.profile
    yield Holder(kind=HolderKind.UNKNOWN, school=code), school.unknown
    for kind, field in FIELDS.items():
        for name, piece in getattr(school, field).items():
            yield Holder(kind=kind, school=code, id=name), piece.profile
    for person in school.people:
        yield Holder(kind=HolderKind.PERSON, school=code, id=person.id), person.profile


def rules_held(policy: Policy) -> Iterable[tuple[Holder, SiteRule]]:
    """Every site rule with its holder."""
    for holder, rules in _holders_with_rules(policy):
        for rule in rules:
            yield holder, rule


def _holders_with_rules(policy: Policy) -> Iterable[tuple[Holder, tuple[SiteRule, ...]]]:
    yield Holder(kind=HolderKind.FEDERATION), policy.federation.rules
    for code, school in policy.schools.items():
        yield Holder(kind=HolderKind.SCHOOL, school=code), school.rules
        for kind, field in FIELDS.items():
            for name, piece in getattr(school, field).items():
                yield Holder(kind=kind, school=code, id=name), _rules(piece)
        for person in school.people:
            if person.rules:
                yield Holder(kind=HolderKind.PERSON, school=code, id=person.id), person.rules
