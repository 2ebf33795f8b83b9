"""Samples of the policy for the tests that visit every page: an adopted policy, a rule of each place, one person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.filtering.models import PersonProfile, SiteRule
from cast import a_class, a_pupil
from policies import an_adopted_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User


def _with_policy(**takes: str) -> Callable[[School, User], dict[str, Any]]:
    def example(school: School, _member: User) -> dict[str, Any]:
        an_adopted_policy(school)
        return dict(takes)

    return example


def a_holder(school: School, _member: User) -> dict[str, Any]:
    an_adopted_policy(school)
    return {"kind": "class", "key": a_class(school).code}


def _rule(school: School, owner: User, *, federal: bool) -> dict[str, Any]:
    an_adopted_policy(school)
    now = timezone.now()
    rule = SiteRule.objects.create(
        federation=school.federation,
        school=None if federal else school,
        holder="federation" if federal else "school",
        code=f"castles-{SiteRule.objects.count()}",
        address="castles.example/keep",
        host="castles.example",
        verdict="allow",
        reason="The topic of the term",
        owner=owner,
        owner_name=owner.name,
        until=now + timedelta(days=30),
        added_at=now,
    )
    return {"number": rule.pk}


def a_rule(school: School, member: User) -> dict[str, Any]:
    return _rule(school, member, federal=False)


def a_federal_rule(school: School, member: User) -> dict[str, Any]:
    return _rule(school, member, federal=True)


def _ticked(*, federal: bool) -> Callable[[School, User], dict[str, Any]]:
    """A page for many rules, with one that was ticked."""

    def example(school: School, member: User) -> dict[str, Any]:
        return {"query": {"rule": _rule(school, member, federal=federal)["number"]}}

    return example


def an_own_profile(school: School, member: User) -> dict[str, Any]:
    an_adopted_policy(school)
    pupil, now = a_pupil(school, "Amy Hill"), timezone.now()
    PersonProfile.objects.create(
        person=pupil, profile="infants", reason="Reads signs", approver=member, review_on=now.date(), since=now
    )
    return {"number": pupil.pk}


PLAIN = (
    "filter",
    "filter-strictest",
    "filter-profiles",
    "filter-profile-add",
    "filter-people",
    "filter-person-add",
    "filter-categories",
    "filter-locks",
    "filter-compare",
    "filter-compare-schools",
    "filter-compare-dates",
    "filter-rules",
    "filter-rule-add",
    "filter-rules-paste",
    "filter-networks",
    "filter-network-add",
    "filter-wording",
    "filter-for-parents",
    "filter-at-school",
    "federation-filter-rules",
    "federation-filter-rule-add",
    "federation-filter-rules-paste",
    "federation-filter-locks",
)
PROFILE = ("", "-settings", "-categories", "-open", "-times", "-connections", "-remove")

FILTERING_POLICY: dict[str, Callable[[School, User], dict[str, Any]]] = {
    **dict.fromkeys(PLAIN, _with_policy()),
    **{f"filter-profile{part}": _with_policy(name="juniors") for part in PROFILE},
    "filter-hold": _with_policy(kind="school"),
    "filter-hold-one": a_holder,
    "filter-category": _with_policy(name="games"),
    "filter-network-change": _with_policy(name="classrooms"),
    "filter-network-remove": _with_policy(name="classrooms"),
    "filter-rule": a_rule,
    "filter-rule-end": a_rule,
    "filter-rule-renew": a_rule,
    "filter-rules-end": _ticked(federal=False),
    "filter-rules-renew": _ticked(federal=False),
    "federation-filter-rules-end": _ticked(federal=True),
    "federation-filter-rules-renew": _ticked(federal=True),
    "federation-filter-rule": a_federal_rule,
    "federation-filter-rule-end": a_federal_rule,
    "federation-filter-rule-renew": a_federal_rule,
    "filter-person-review": an_own_profile,
    "filter-person-end": an_own_profile,
}
