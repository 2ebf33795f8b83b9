"""The move into the next year: what is planned, what was done, and what a plan would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.people.models import Group, Membership, Person, RollOver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["Move", "due_plans", "forecast", "forecast_of", "overdue_plan", "plan_of", "plans_of"]


class Move(NamedTuple):
    """One class of a plan: how many pupils go to which class (None: they leave), and how many of them leave."""

    source: Group
    target: Group | None
    pupils: int
    leaving: int


def plans_of(school: School) -> list[RollOver]:
    """Plans and moves of a school, newest first."""
    return list(RollOver.objects.for_school(school).select_related("planned_by", "school"))


def plan_of(school: School, pk: int) -> RollOver:
    """A plan of a school by its id. Raises Http404."""
    found: RollOver = get_object_or_404(RollOver.objects.for_school(school).select_related("school__federation"), pk=pk)
    return found


def overdue_plan(school: School) -> bool:
    """Whether a plan's day has passed and it was not applied."""
    open_plans = RollOver.objects.for_school(school).filter(applied__isnull=True, cancelled__isnull=True)
    return bool(open_plans.filter(on__lt=timezone.localdate()).exists())


def due_plans(day: date) -> list[RollOver]:
    """Plans of any school whose day has come."""
    due = RollOver.objects.filter(applied__isnull=True, cancelled__isnull=True, on__lte=day)
    return list(due.select_related("school__federation").order_by("on", "pk"))


def forecast_of(plan: RollOver) -> list[Move]:
    """What a plan as it is kept would do to each class, with the pupils of today."""
    return forecast(plan.school, plan.on, {int(source): target for source, target in plan.steps.items()})


def forecast(school: School, on: date, steps: Mapping[int, int | None]) -> list[Move]:
    """What a plan would do to each class: three queries."""
    groups = {group.pk: group for group in Group.objects.for_school(school)}
    held = (
        Membership.objects.for_school(school)
        .on(on)
        .filter(group__in=steps, teaches=False, first__lt=on, person__kind=User.Kind.PUPIL)
    )
    sizes = dict(held.order_by().values_list("group").annotate(number=Count("pk")))
    oldest = held.filter(person__year=Person.Year.YEAR_6)
    oldest_sizes = dict(oldest.order_by().values_list("group").annotate(number=Count("pk")))
    moves = []
    for source, target in steps.items():
        number = sizes.get(source, 0)
        into = groups[target] if target else None
        leaving = number if into is None else (0 if into.year else oldest_sizes.get(source, 0))
        moves.append(Move(groups[source], into, number, leaving))
    return moves
