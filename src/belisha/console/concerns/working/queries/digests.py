"""The week's numbers of concerns for leaders, and who has read them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.concerns.models import LeadersDigest, Step, Task
from belisha.console.concerns.queries.countable import countable
from belisha.console.concerns.working.queries.people import holding

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = ["FEW", "LEADERS", "digests_of", "leaders_of", "numbers_of", "shown", "the_digest", "unread_by", "week_of"]

# whoever leads the school: they hear that there are concerns, not whose
LEADERS: Final = (Role.HEAD, Role.EXECUTIVE_HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT)
FEW: Final = 3  # of a kind there are so few that one could tell who it is


def week_of(day: date) -> date:
    """The Monday of a week."""
    return day - timedelta(days=day.weekday())


def leaders_of(school: School, today: date) -> list[User]:
    """Those who get the numbers, whether they are away or not. One query."""
    return list(holding(school, LEADERS, today, here=False))


def numbers_of(school: School, week: date) -> dict[str, object]:
    """What is told of a week: the team's concerns about children alone, so that no adult could count their own."""
    zone = timezone.get_default_timezone()
    since = datetime.combine(week, time(0), zone)
    until = datetime.combine(week + timedelta(days=7), time(0), zone)
    rows = countable(school).order_by()
    came = rows.filter(reported_at__gte=since, reported_at__lt=until)
    counted = rows.aggregate(
        reported=Count("pk", filter=Q(reported_at__gte=since, reported_at__lt=until)),
        closed=Count("pk", filter=Q(closed_at__gte=since, closed_at__lt=until)),
        open=Count("pk", filter=Q(state__in=("new", "open"))),
        unacknowledged=Count("pk", filter=Q(state="new")),
    )
    late = {
        "steps": Step.objects.filter(concern__in=rows, done_at=None, required=True, due_at__lt=until).count(),
        "tasks": Task.objects.filter(concern__in=rows, done_at=None, due__lt=until.date()).count(),
    }
    kinds = dict(came.values_list("category").annotate(n=Count("pk")).order_by("category"))
    return {**counted, **late, "kinds": kinds}


def shown(kinds: dict[str, int]) -> list[tuple[str, int]]:
    """Kinds of which there are not too few to be told; the rest is kept back."""
    return [(kind, number) for kind, number in kinds.items() if number >= FEW]


def digests_of(school: School) -> QuerySet[LeadersDigest]:
    """All of a school's, the newest first, with who read each."""
    return LeadersDigest.objects.filter(school=school).prefetch_related("readings__user").order_by("-week")


def the_digest(school: School, week: date) -> LeadersDigest:
    """One of a school's. Raises Http404."""
    found = digests_of(school).filter(week=week).first()
    if found is None:
        raise Http404
    return found


def unread_by(user: User, school: School) -> QuerySet[LeadersDigest]:
    """Those of the last four weeks that somebody has not read."""
    since = timezone.localdate() - timedelta(days=35)
    return LeadersDigest.objects.filter(school=school, week__gte=since).exclude(readings__user=user).order_by("-week")
