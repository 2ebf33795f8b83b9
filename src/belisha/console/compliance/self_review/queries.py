"""The sheets of the self-review: each aspect with its duties, what they suggest, and what the school chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.compliance.models import AspectJudged
from belisha.console.compliance.plans.queries import may_plan
from belisha.console.compliance.queries import rows
from belisha.console.compliance.self_review.rules import STANDARD, suggest
from belisha.console.compliance.standards.queries import standard_at
from belisha.console.compliance.standards.rules import judged

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role
    from belisha.console.compliance.rules import Row
    from belisha.console.compliance.self_review.rules import Suggestion
    from belisha.console.compliance.standards.rules import Point

__all__ = ["Sheet", "earlier", "may_judge", "sheet_of", "sheets"]


class Sheet(NamedTuple):
    """One aspect: its duties as they stand, what they suggest, and what was chosen last (None: nothing yet)."""

    aspect: Point
    rows: list[Row]
    suggestion: Suggestion
    chosen: AspectJudged | None


def sheets(school: School, now: datetime) -> list[Sheet]:
    """Every aspect, in order. Three queries."""
    found = {row.duty.id: row for row in rows(school, now)}
    chosen: dict[str, AspectJudged] = {}
    for each in AspectJudged.objects.for_school(school).select_related("by").order_by("at", "pk"):
        chosen[each.aspect] = each
    return [
        Sheet(each.point, each.rows, suggest([row.standing for row in each.rows], now), chosen.get(each.point.id))
        for each in judged(standard_at(school, STANDARD), found)
    ]


def sheet_of(school: School, aspect: str, now: datetime) -> Sheet:
    """One aspect. Raises KeyError."""
    return {each.aspect.id: each for each in sheets(school, now)}[aspect]


def earlier(school: School, aspect: str) -> list[AspectJudged]:
    """What was chosen for an aspect, the newest first; the last twenty."""
    return list(AspectJudged.objects.for_school(school).filter(aspect=aspect).select_related("by")[:20])


def may_judge(user: User, school: School) -> Role | None:
    """The role by which somebody chooses a level."""
    return may_plan(user, school)
