"""What is open for lessons, and what leaders have agreed on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.authorization import holdings
from belisha.console.access.models import User
from belisha.console.filtering.models import CategoryAgreement, LessonOpening
from belisha.console.people.models import Person
from belisha.engine.policy.model import Opening

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.models.asks import CategoryAgreementQuerySet, LessonOpeningQuerySet
    from belisha.engine.policy import Policy

__all__ = ["agreement_of", "agreements_at", "agreements_for", "open_now", "opening_of", "openings_of", "openings_on"]


def openings_on(now: datetime) -> dict[str, dict[str, tuple[Opening, ...]]]:
    """What is open at a moment, as the policy takes it: by the school's code and the class's. One query."""
    rows = LessonOpening.objects.open_at(now).select_related("school", "group", "opened_by").order_by("pk")
    found: dict[str, dict[str, tuple[Opening, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for row in rows:
        opening = Opening(id=f"lesson-{row.pk}", category=row.category, until=row.until, owner=row.opened_by.name)
        found[row.school.code][row.group.code] += (opening,)
    return {school: dict(classes) for school, classes in found.items()}


def open_now(school: School) -> LessonOpeningQuerySet:
    """What is open at a school now, the one that ends first at the top."""
    found: LessonOpeningQuerySet = LessonOpening.objects.for_school(school).open_at(timezone.now())
    return found.select_related("school__federation", "group", "opened_by", "change").order_by("until", "pk")


def openings_of(school: School) -> LessonOpeningQuerySet:
    """Every opening of a school, newest first."""
    found: LessonOpeningQuerySet = LessonOpening.objects.for_school(school)
    return found.select_related("school", "group", "opened_by", "closed_by").order_by("-opened_at", "-pk")


def opening_of(school: School, number: int) -> LessonOpening:
    """One that is open now. Raises Http404."""
    found: LessonOpening = get_object_or_404(open_now(school), pk=number)
    return found


def agreements_at(school: School) -> CategoryAgreementQuerySet:
    """What leaders have agreed on at a school and nobody has ended, whether it has run out or not."""
    found: CategoryAgreementQuerySet = CategoryAgreement.objects.for_school(school).filter(ended_at__isnull=True)
    return found.select_related("school", "user", "agreed_by").order_by("category", "role", "pk")


def agreement_of(school: School, number: int) -> CategoryAgreement:
    """One of them. Raises Http404."""
    found: CategoryAgreement = get_object_or_404(agreements_at(school), pk=number)
    return found


def agreements_for(user: User, school: School, locked: Iterable[str]) -> list[CategoryAgreement]:
    """What somebody may open today: agreed for their role here or for themselves, and not locked meanwhile."""
    here = {None, school.pk}
    roles = {
        holding.role.value
        for holding in holdings(user)
        if holding.school in here and holding.federation == school.federation_id
    }
    counting = agreements_at(school).on(timezone.localdate()).filter(Q(user=user) | Q(role__in=roles))
    return [each for each in counting if each.category not in set(locked)]


def staff_choices(school: School) -> list[tuple[str, str]]:
    """Staff who are here, by account, as choices of a form."""
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF).on_roll(timezone.localdate())
    return [(str(one.user_id), one.name) for one in staff.order_by("search", "pk")]


def locked_categories(policy: Policy | None, school: School) -> frozenset[str]:
    """What nobody may open here: locked by the school or its federation."""
    if policy is None:
        return frozenset()
    here = policy.schools.get(school.code)
    return frozenset((*policy.federation.locked_categories, *(here.locked_categories if here else ())))


def staff_of(school: School, number: int) -> User:
    """A member of staff who is here, by account. Raises Http404."""
    staff = Person.objects.for_school(school).filter(kind=User.Kind.STAFF).on_roll(timezone.localdate())
    found: Person = get_object_or_404(staff.select_related("user"), user=number)
    return found.user
