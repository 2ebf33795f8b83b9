"""What is planned about duties, and for whom it falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import Post, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans.rules import PLANNING, RISK_BEARING
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.access.roles import Role

__all__ = ["duties_planned", "may_bear", "may_plan", "open_plans", "open_plans_of", "owners", "plan_of", "plans_of"]


def plans_of(school: School, duty: str) -> QuerySet[Plan]:
    """The plans of a duty, what falls due first."""
    found: QuerySet[Plan] = Plan.objects.for_school(school).filter(duty=duty)
    return found.select_related("owner", "ended_by")


def plan_of(school: School, number: int) -> Plan:
    """One of a school. Raises Http404."""
    found: Plan | None = Plan.objects.for_school(school).select_related("owner").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def duties_planned(school: School) -> set[str]:
    """The duties about which something is being done."""
    return set(Plan.objects.for_school(school).open().values_list("duty", flat=True))


def open_plans(school: School, owner: User | None) -> QuerySet[Plan]:
    """What is to be done at a school, by one person or by all, what falls due first."""
    found: QuerySet[Plan] = Plan.objects.for_school(school).open()
    return found.filter(owner=owner) if owner else found


def open_plans_of(user: User, school: School) -> QuerySet[Plan]:
    """What somebody is to do at a school."""
    found: QuerySet[Plan] = Plan.objects.for_school(school).open().filter(owner=user)
    return found


def owners(school: School) -> QuerySet[User]:
    """Who can own a plan: those whose post lets them see where duties stand."""
    seeing = [role.value for role, rule in ROLES.items() if Permission.SEE_DUTIES in rule.permissions]
    held = Post.objects.for_school(school).held_on(timezone.localdate()).filter(role__in=seeing)
    return User.objects.filter(pk__in=held.values("holder"), closed_at__isnull=True).order_by("name", "pk")


def may_plan(user: User, school: School) -> Role | None:
    """The role by which somebody plans."""
    return next(iter(sorted(PLANNING & roles_at(user, school))), None)


def may_bear(user: User, school: School) -> Role | None:
    """The role by which somebody accepts a risk for the school."""
    return next(iter(sorted(RISK_BEARING & roles_at(user, school))), None)
