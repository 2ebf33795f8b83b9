"""Who is on duty when, who is away, and who would be told today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import Away
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.concerns.models import Turn
from belisha.console.concerns.working.queries.people import holding, on_duty

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School, User

__all__ = ["Today", "team_of", "today_of", "turn_of", "turns_of"]


class Today(NamedTuple):
    """Whom a new concern of the team reaches on a day: first, second and last."""

    first: list[User]
    second: list[User]
    last: list[User]
    by_rota: bool


def team_of(school: School) -> list[User]:
    """Those who may be on duty: with the right to work on the team's concerns, by post or cover. One query."""
    roles = [role for role, rule in ROLES.items() if Permission.WORK_CONCERNS in rule.permissions]
    return list(holding(school, roles, timezone.localdate(), here=False))


def today_of(school: School, day: date) -> Today:
    """Whom a concern about a child reaches on a day. Four queries."""
    turn = on_duty(school, day)
    first = turn or list(holding(school, [Role.DSL], day))
    second = list(holding(school, [Role.DEPUTY_DSL], day))
    return Today(first, second, list(holding(school, [Role.HEAD, Role.EXECUTIVE_HEAD], day)), bool(turn))


def turns_of(school: School, today: date) -> list[tuple[Turn, bool]]:
    """Turns that go on or begin later, each with whether its holder is away within a week. Two queries."""
    turns = list(
        Turn.objects.filter(Q(last=None) | Q(last__gte=today), school=school)
        .select_related("user")
        .order_by("weekday", "first", "pk")
    )
    soon = Away.objects.filter(first__lte=today + timedelta(days=7), last__gte=today)
    away = set(soon.filter(user__in=[turn.user_id for turn in turns]).values_list("user", flat=True))
    return [(turn, turn.user_id in away) for turn in turns]


def turn_of(school: School, number: int) -> Turn:
    """A turn at a school. Raises Http404."""
    found = Turn.objects.filter(school=school, pk=number).select_related("user", "school").first()
    if found is None:
        raise Http404
    return found
