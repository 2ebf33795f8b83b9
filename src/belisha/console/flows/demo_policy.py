"""What the sample federation has of its own in the policy: a child's profile, rules in use, a draft. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.filtering.changes.actions import put
from belisha.console.filtering.models import PersonProfile, PolicyVersion, SiteRule
from belisha.console.people.models import Person
from belisha.engine.policy.edits import AddRule, Holder, HolderKind, SetProfile
from belisha.engine.policy.model import Profile
from belisha.engine.policy.model import SiteRule as Rule

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation, School
    from belisha.engine.policy.edits import Edit

__all__ = ["sample_policy_work"]

COUNTED: Final = timedelta(days=100)
REVIEWS: Final = (timedelta(days=40), timedelta(days=-3))  # one to come, one that somebody has let go by


def sample_policy_work(federation: Federation) -> None:
    """One child with a profile of their own and a draft at each school; rules that are used and one that is not."""
    if not PolicyVersion.objects.filter(federation=federation).exists():
        return
    now = timezone.now()
    for school, until_review in zip(federation.schools.order_by("pk"), REVIEWS, strict=False):
        _own_profile(school, now, until_review)
        _draft(school, now)
    _uses(federation, now)


def _own_profile(school: School, now: datetime, until_review: timedelta) -> None:
    child = Person.objects.for_school(school).filter(year="year-5").order_by("pk").first()
    dsl = Post.objects.filter(school=school, role=Role.DSL).select_related("holder").first()
    if child and dsl:
        PersonProfile.objects.create(
            person=child,
            profile="infants",
            reason="Reads symbols rather than words, and follows links without reading them.",
            approver=dsl.holder,
            review_on=timezone.localdate(now) + until_review,
            since=now - timedelta(days=50),
        )


def _draft(school: School, now: datetime) -> None:
    """The computing lead has begun a profile for a club, and wants a site of the next topic opened."""
    lead = Post.objects.filter(school=school, role=Role.COMPUTING_LEAD).select_related("holder").first()
    if lead is None:
        return
    name = f"{school.code}-film-club"
    club = Profile(name=f"Film club, {school.name}", inherits="juniors", unblock=("manga", "celebrity"))
    site = Rule(
        id=f"{school.code}-castles",
        address="castles.example",
        verdict="allow",
        reason="The castles topic of the spring term",
        owner=lead.holder.name,
        until=now + timedelta(days=120),
    )
    year = Holder(kind=HolderKind.YEAR, school=school.code, id="year-4")
    edits: list[Edit] = [
        SetProfile(id=name, profile=club),
        AddRule(holder=year, rule=site, account=str(lead.holder.pk)),
    ]
    put(by=By(lead.holder), place=school, edits=edits, title="Film club and castles", reason="Asked for by Year 4")


def _uses(federation: Federation, now: datetime) -> None:
    """The record says that all but the last rule are in use."""
    day = timezone.localdate(now)
    rules = list(SiteRule.objects.filter(federation=federation).standing().order_by("pk"))
    for number, rule in enumerate(rules):
        rule.counted_since = day - COUNTED
        rule.last_used = day - timedelta(days=number) if number < len(rules) - 1 else None
        rule.uses = 37 * (len(rules) - 1 - number)
    SiteRule.objects.bulk_update(rules, ["counted_since", "last_used", "uses"])
