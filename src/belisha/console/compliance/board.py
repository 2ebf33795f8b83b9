"""What the board shows beside the standings: who answers by name, what is planned, how things stood before."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belisha.console.access.posts.queries import post_holder_names
from belisha.console.compliance.models import Plan
from belisha.console.compliance.reports.queries import states_on
from belisha.console.compliance.rules import STATES, owners_of
from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School
    from belisha.console.compliance.rules import Row

__all__ = ["Line", "Then", "lines_of", "open_plans", "trend", "unplanned"]

BACK: Final = ((7, _("A week ago")), (28, _("Four weeks ago")), (91, _("A quarter ago")))


class Line(NamedTuple):
    """A duty on the board: who answers for it by role and name, and what is planned about it."""

    row: Row
    owners: list[tuple[str, str]]
    plans: list[Plan]


class Then(NamedTuple):
    """How many duties were in each state, in the order of STATES; None where nobody looked on that day."""

    title: StrPromise
    counts: list[int] | None


def lines_of(school: School, rows: Iterable[Row], plans: Mapping[str, list[Plan]]) -> list[Line]:
    """Rows with their people and plans."""
    names = post_holder_names(school)
    return [Line(row, owners_of(row.duty, names), plans.get(row.duty.id, [])) for row in rows]


def trend(school: School, rows: Iterable[Row]) -> list[Then]:
    """How the duties stand now and stood before. A query for each day."""
    today = timezone.localdate()
    now = Counter(row.standing.state for row in rows)
    before = [(title, states_on(school, today - timedelta(days=days))) for days, title in BACK]
    return [
        Then(title, [counted[state] for state in STATES] if counted else None)
        for title, counted in [(_("Now"), now), *before]
    ]


def unplanned(rows: Iterable[Row], plans: Mapping[str, list[Plan]]) -> int:
    """How many breached duties nobody does anything about."""
    red = {row.duty.id for row in rows if row.standing.state is State.BREACHED}
    return len(red - plans.keys())


def open_plans(school: School) -> dict[str, list[Plan]]:
    """What is planned, by duty. One query."""
    found: dict[str, list[Plan]] = {}
    for plan in Plan.objects.for_school(school).open().select_related("owner"):
        found.setdefault(plan.duty, []).append(plan)
    return found
