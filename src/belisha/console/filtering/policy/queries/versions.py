"""The policy as the console holds it: the document of a moment, and the whole policy made of it and its rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from belisha.console.access.models import School
from belisha.console.access.remembering import remembered
from belisha.console.filtering.models import PersonProfile, PolicyVersion, SiteRule
from belisha.console.filtering.policy.rules.documents import laid_on
from belisha.console.people.models import Group, Person, Room
from belisha.console.people.rules.codes import person_code, person_number
from belisha.engine.policy import load, model
from belisha.engine.policy.edits import FIELDS, AddRule, EndRule, Holder, HolderKind, HoldProfile
from belisha.engine.policy.register import Register, SchoolRegister, with_register

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation
    from belisha.console.filtering.models.policy import SiteRuleQuerySet
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = [
    "NotAdoptedError",
    "current",
    "document",
    "ground",
    "rules_for",
    "settled",
    "unchanged_versions",
    "version_at",
]

YEAR: Final = timedelta(days=365)


class NotAdoptedError(LookupError):
    """The console has no policy of this federation (at that moment): nothing was published yet."""


def current(federation: Federation) -> PolicyVersion | None:
    """The newest version of a federation's policy; None before the console has one."""
    return remembered(("policy", federation.pk), lambda: version_at(federation, None))


def version_at(federation: Federation, at: datetime | None) -> PolicyVersion | None:
    """The version that was in force at a moment (None: now)."""
    versions: QuerySet[PolicyVersion] = PolicyVersion.objects.filter(federation=federation)
    if at is not None:
        versions = versions.filter(at__lte=at)
    return versions.order_by("-number").first()


def unchanged_versions(federation: Federation, now: datetime) -> int:
    """How many versions of the last year no change made, other than the one that was taken over first."""
    versions = PolicyVersion.objects.filter(federation=federation, change__isnull=True, number__gt=1)
    return versions.filter(at__gt=now - YEAR).count()


def document(federation: Federation, at: datetime | None = None) -> Policy:
    """The policy without rules and people, with every school that the console knows. Raises NotAdoptedError."""
    version = version_at(federation, at)
    if version is None:
        message = f"The console has no policy of {federation} yet."
        raise NotAdoptedError(message)
    return _with_every_school(_read(version.content), federation)


@lru_cache(maxsize=8)
def _read(content: str) -> Policy:
    return load(content.encode())


def _with_every_school(policy: Policy, federation: Federation) -> Policy:
    """A school that came after the policy begins as a new one would at the gateway."""
    schools = dict(School.objects.filter(federation=federation).order_by("pk").values_list("code", "name"))
    new = {code: SchoolRegister(name=name) for code, name in schools.items() if code not in policy.schools}
    return with_register(policy, Register(schools=new)) if new else policy


def settled(federation: Federation, at: datetime | None = None) -> Policy:
    """The document with its rules, and with people bare: those who have a profile or rules of their own.

    `at`: as it stood at a moment. Rules that lapsed are in it until somebody ends them. Raises NotAdoptedError.
    """
    rules = SiteRule.objects.filter(federation=federation)
    return laid_on(
        document(federation, at),
        _by_holder(rules.standing() if at is None else rules.as_of(at)),
        _own_profiles(federation, at),
    )


def _by_holder(rules: SiteRuleQuerySet) -> dict[Holder, list[model.SiteRule]]:
    fields = ("code", "address", "verdict", "reason", "owner_name", "until", "locked")
    names = ("id", "address", "verdict", "reason", "owner", "until", "locked")
    found: dict[tuple[str, str, str], list[model.SiteRule]] = defaultdict(list)
    rows = rules.order_by("pk").values_list("holder", "school__code", "holder_id", *fields)
    for kind, school, holder_id, *values in rows.iterator(chunk_size=5000):
        rule = model.SiteRule(**dict(zip(names, values, strict=True)))
        found[kind, school or "", holder_id].append(rule)
    return {
        Holder(kind=HolderKind(kind), school=school, id=holder_id): held
        for (kind, school, holder_id), held in found.items()
    }


def _own_profiles(federation: Federation, at: datetime | None) -> dict[Holder, str]:
    own = PersonProfile.objects.filter(person__school__federation=federation)
    own = own.standing() if at is None else own.as_of(at)
    rows = own.order_by("pk").values_list("person_id", "person__school__code", "profile")
    return {
        Holder(kind=HolderKind.PERSON, school=school, id=person_code(person)): profile
        for person, school, profile in rows
    }


def rules_for(school: School) -> SiteRuleQuerySet:
    """Rules that count at a school, its own and the federation's, ended ones too; with owner, person and change."""
    found: SiteRuleQuerySet = SiteRule.objects.for_school(school).select_related("owner", "person", "added_by")
    return found


def ground(federation: Federation, edits: Iterable[Edit]) -> Policy:
    """The policy that edits are made on: the document with all of the register that they name, and with the rules
    that they name; the other rules, fifty thousand perhaps, have no part in it. Raises NotAdoptedError.
    """
    edits = tuple(edits)
    named = {
        edit.rule.id if isinstance(edit, AddRule) else edit.id for edit in edits if isinstance(edit, AddRule | EndRule)
    }
    rules = (
        SiteRule.objects.filter(federation=federation, code__in=named).standing() if named else SiteRule.objects.none()
    )
    policy = laid_on(document(federation), _by_holder(rules), _own_profiles(federation, None))
    holders = {edit.holder for edit in edits if isinstance(edit, AddRule | HoldProfile)}
    schools = dict(policy.schools)
    for holder in sorted(holders, key=lambda each: (each.school, each.kind, each.id)):
        if holder.school in schools:
            schools[holder.school] = _with_piece(schools[holder.school], holder)
    return replace(policy, schools=schools)


def _with_piece(school: model.School, holder: Holder) -> model.School:
    """The school with somebody or something in it, if the register has them; unchanged where it does not."""
    if holder.kind is HolderKind.PERSON:
        return _with_person(school, holder)
    field = FIELDS.get(holder.kind)
    pieces = getattr(school, field) if field else {}
    if field is None or holder.id in pieces:
        return school
    if holder.kind is HolderKind.ROOM:
        room = Room.objects.filter(school__code=holder.school, code=holder.id).first()
        piece: model.Frozen | None = model.Room(name=room.name) if room else None
    else:
        piece = _group(holder)
    return replace(school, **{field: {**pieces, holder.id: piece}}) if piece else school


def _with_person(school: model.School, holder: Holder) -> model.School:
    number = person_number(holder.id)
    known = any(person.id == holder.id for person in school.people)
    if known or number is None or not Person.objects.filter(school__code=holder.school, pk=number).exists():
        return school
    person = model.Person(id=holder.id, sign_in=holder.id, name=holder.id)
    return replace(school, people=(*school.people, person))


def _group(holder: Holder) -> model.Group | None:
    kinds = {HolderKind.CLASS: Group.Kind.CLASS, HolderKind.GROUP: Group.Kind.GROUP}
    if holder.kind not in kinds:
        return None
    found = Group.objects.filter(school__code=holder.school, code=holder.id, kind=kinds[holder.kind]).first()
    if found is None:
        return None
    if holder.kind is HolderKind.CLASS:
        return model.SchoolClass(name=found.name, year=found.year or None)
    return model.Group(name=found.name)
