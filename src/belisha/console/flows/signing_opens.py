"""A signature opens doors, and its absence closes them: the internet group at the gateway, guest codes.

Who has not signed gets a profile of their own at the gateway, in which only a short list of sites stays open. It lies
over the policy each time that the register is published, so within a minute of the signature it is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from belisha.activity.counted import counted
from belisha.console.access.accounts.actions.guests import close_guest
from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.agreements.hooks import when_unsigned
from belisha.console.agreements.signing.actions.restricting import Changed, settle
from belisha.console.agreements.signing.queries.restricting import (
    changed_lately,
    in_lesson,
    restricted_by_school,
    schools_that_ask,
)
from belisha.console.agreements.signing.queries.standing import here
from belisha.console.filtering.asks.queries.reports import never_blocked_here
from belisha.console.filtering.changes.hooks import lays_over
from belisha.console.filtering.stay_open import EVERYWHERE
from belisha.console.flows.due import due
from belisha.console.flows.publishing import id_of
from belisha.engine.lists.catalogue import category_ids
from belisha.engine.policy.inherit import effective
from belisha.engine.policy.members import groups_of_person, lineage_of, profile_of
from belisha.engine.policy.model import Group, Profile, SiteRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from belisha.console.access.models import Federation, School
    from belisha.console.people.models import Person
    from belisha.engine.policy import model

__all__ = ["close_at_once", "lay_restrictions", "settle_everybody", "settle_lately"]

NAME: Final = "Agreement not signed"
GROUP: Final = "unsigned"
STAYS: Final = frozenset({"helplines"})  # a child finds help whatever was not signed
SYSTEM: Final = By(None, system="agreements")


@due(name="close the internet of those who have not signed", every="minute")
def settle_lately(now: datetime) -> str:
    """Who signed gets the internet back, who said no loses it: each minute, before the register is published."""
    changes = [
        settle(school=school, people=changed_lately(school, now), now=now, in_lesson=in_lesson(school, now))
        for school in schools_that_ask()
    ]
    return _told(changes)


@due(name="close the internet when the days for signing are over", every="hour")
def settle_everybody(now: datetime) -> str:
    """Everybody of every school: days of grace end, people join and leave."""
    changes = [
        settle(school=school, people=here(school, timezone.localdate(now)), now=now, in_lesson=in_lesson(school, now))
        for school in schools_that_ask()
    ]
    return _told(changes)


def _told(changes: list[Changed]) -> str:
    restricted, released = sum(each.restricted for each in changes), sum(each.released for each in changes)
    said = [
        f"restricted {counted(restricted, 'person', 'people')}" if restricted else "",
        f"released {counted(released, 'person', 'people')}" if released else "",
    ]
    return " and ".join(each for each in said if each).capitalize()


@when_unsigned
def close_at_once(by: By, person: Person) -> None:
    """A visitor who withdraws or declines loses the guest code now; everybody else's internet within a minute."""
    del by
    if person.kind == User.Kind.VISITOR:
        close_guest(by=SYSTEM, user=person.user, school=person.school, reason="the agreement does not hold any more")


@lays_over
def lay_restrictions(policy: model.Policy, federation: Federation, now: datetime) -> model.Policy:
    """The policy with a profile and group of their own for those who have not signed."""
    del now  # what holds, holds until it is lifted
    restricted = restricted_by_school(federation)
    schools = {school.code: school for school in federation.schools.all()} if restricted else {}
    for code, numbers in restricted.items():
        if code in policy.schools:
            policy = _laid(policy, schools[code], set(map(id_of, numbers)))
    return policy


def _laid(policy: model.Policy, school: School, ids: set[str]) -> model.Policy:
    there = policy.schools[school.code]
    people, profiles = [], dict(policy.profiles)
    for person in there.people:
        if person.id in ids:
            members = lineage_of(there, groups_of_person(person))
            base = profile_of(policy, there, members, person.profile)
            profiles[f"{GROUP}-{base}"] = _closed(policy, base)
            person = replace(person, profile=f"{GROUP}-{base}", groups=(*person.groups, GROUP), rules=())  # noqa: PLW2901 - the same person, restricted
        people.append(person)
    rules = tuple(_rules(policy, there, never_blocked_here(school)))
    groups = {**there.groups, GROUP: Group(name=NAME, rules=rules)}
    schools = {**policy.schools, school.code: replace(there, people=tuple(people), groups=groups)}
    return replace(policy, schools=schools, profiles=profiles)


def _closed(policy: model.Policy, base: str) -> Profile:
    """A profile that blocks all that its base has, and keeps its page and what it does with encrypted connections."""
    settled = effective(base, policy.profiles)
    named = {category for profile in policy.profiles.values() for category in (*profile.block, *profile.unblock)}
    return Profile(
        name=NAME,
        inherits=base,
        block=tuple(sorted((category_ids() | named) - STAYS)),
        approved=dict.fromkeys(settled.approved, ()),
        calendar=(),
        unlisted="block",
        safe_search=True,
        youtube="strict",
        sign_at=f"{settings.CONSOLE.url}{reverse('my-agreements')}",
    )


def _rules(policy: model.Policy, there: model.School, own: frozenset[str]) -> Iterator[SiteRule]:
    """What stays open; and, by name, what rules of wider groups open for others: the narrower group wins."""
    stays = sorted(EVERYWHERE | own)
    for number, host in enumerate(stays):
        yield SiteRule(id=f"{GROUP}-open-{number}", address=host, verdict="allow", reason=NAME, owner="Belisha")
    opened = {rule.address for rule in _all_rules(policy, there) if rule.verdict == "allow" and not rule.locked}
    for number, address in enumerate(sorted(opened - set(stays))):
        yield SiteRule(id=f"{GROUP}-shut-{number}", address=address, verdict="block", reason=NAME, owner="Belisha")


def _all_rules(policy: model.Policy, there: model.School) -> Iterator[SiteRule]:
    yield from policy.federation.rules
    yield from there.rules
    for level in (there.key_stages, there.years, there.classes, there.groups):
        for group in level.values():
            yield from group.rules
