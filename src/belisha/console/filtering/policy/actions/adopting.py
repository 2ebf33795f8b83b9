"""Taking over a policy that was in force, or that stands in a file: from then on the console holds the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Federation, School
from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import PersonProfile, PolicyVersion, SiteRule
from belisha.console.filtering.policy import audit_events
from belisha.console.filtering.policy.actions.rows import Author, rule_row
from belisha.console.filtering.policy.queries.versions import current
from belisha.console.filtering.policy.rules.documents import bare, own_profiles
from belisha.console.filtering.policy.rules.reviews import REVIEW_AFTER
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_code
from belisha.engine.policy import dump
from belisha.engine.policy.checking import check
from belisha.engine.policy.edits import Holder, HolderKind, rules_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.engine.policy import Policy
    from belisha.engine.policy.model import SiteRule as Rule

__all__ = ["adopt"]


class _Register(NamedTuple):
    """The schools of a federation, and the people whom a policy names there, by their ids in the policy."""

    schools: Mapping[str, School]
    people: Mapping[str, Person]


def adopt(*, by: By, federation: Federation, policy: Policy, anew: bool = False) -> PolicyVersion:
    """Take over a policy with its rules and people's own profiles. Raises ValidationError.

    It is done once; `anew` puts another one in place of what there is, and ends every rule that it lacks.
    """
    by = by.may(Permission.APPLY_FILTER_CHANGES, None)
    with transaction.atomic():
        Federation.objects.select_for_update().get(pk=federation.pk)
        before = current(federation)
        if before and not anew:
            raise ValidationError(_("The console keeps the policy of %(place)s already.") % {"place": federation})
        if faults := check(policy):
            raise ValidationError([f"{fault.where}: {fault.message}" for fault in faults])
        version = _keep(federation, policy, before)
        by.did(
            audit_events.ADOPTED_ANEW if before else audit_events.ADOPTED,
            to=version,
            at=federation,
            before={"version": before.number} if before else None,
            after={"version": version.number, "profiles": len(policy.profiles), "schools": len(policy.schools)},
        )
    return version


def _keep(federation: Federation, policy: Policy, before: PolicyVersion | None) -> PolicyVersion:
    now = timezone.now()
    register = _register_of(federation, policy)
    version = PolicyVersion.objects.create(
        federation=federation,
        number=before.number + 1 if before else 1,
        content=dump(bare(policy, register.schools)).decode(),
        at=now,
    )
    SiteRule.objects.filter(federation=federation).standing().update(ended_at=now)
    PersonProfile.objects.filter(person__school__federation=federation).standing().update(ended_at=now)
    _keep_rules(federation, register, rules_held(policy), now)
    _keep_profiles(register, own_profiles(policy), now)
    return version


def _keep_rules(
    federation: Federation, register: _Register, held: Iterable[tuple[Holder, Rule]], now: datetime
) -> None:
    placed = ((_known(register, holder), rule) for holder, rule in held)
    author = Author(federation, None, now)
    SiteRule.objects.bulk_create(
        (
            rule_row(author, holder, rule, register.schools.get(holder.school), _person(register, holder))
            for holder, rule in placed
            if holder is not None
        ),
        batch_size=500,
    )


def _keep_profiles(register: _Register, own: Mapping[Holder, str], now: datetime) -> None:
    PersonProfile.objects.bulk_create(
        PersonProfile(
            person=register.people[holder.id],
            profile=profile,
            reason=_("It stood so in the policy that was taken over."),
            review_on=timezone.localdate(now) + REVIEW_AFTER,
            since=now,
        )
        for holder, profile in own.items()
        if holder.school in register.schools and holder.id in register.people
    )


def _known(register: _Register, holder: Holder) -> Holder | None:
    """The holder as the console calls it; None where it stays in the document or is not on the register."""
    if holder.kind is HolderKind.FEDERATION:
        return holder
    if holder.school not in register.schools:
        return None
    if holder.kind is not HolderKind.PERSON:
        return holder
    person = register.people.get(holder.id)
    return Holder(kind=holder.kind, school=holder.school, id=person_code(person.pk)) if person else None


def _person(register: _Register, holder: Holder) -> Person | None:
    if holder.kind is not HolderKind.PERSON:
        return None
    return next((person for person in register.people.values() if person_code(person.pk) == holder.id), None)


def _register_of(federation: Federation, policy: Policy) -> _Register:
    """Whom the policy names and the console knows: by their number, or by the name that they sign in with."""
    schools = {school.code: school for school in School.objects.filter(federation=federation).order_by("pk")}
    wanted = [
        (code, person)
        for code, school in policy.schools.items()
        if code in schools
        for person in school.people
        if person.profile or person.rules
    ]
    found: dict[tuple[str, str], Person] = {}
    if wanted:
        for person in Person.objects.filter(school__in=schools.values()).select_related("user", "school"):
            found[person.school.code, person_code(person.pk)] = person
            found.setdefault((person.school.code, person.user.username or ""), person)
    people = {
        person.id: row
        for code, person in wanted
        for row in [found.get((code, person.id)) or found.get((code, person.sign_in))]
        if row is not None
    }
    return _Register(schools, people)
