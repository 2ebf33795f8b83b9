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
from belisha.console.compliance.rules import STATES, board_of, owners_of
from belisha.console.duties.registry import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School
    from belisha.console.access.roles import Role
    from belisha.console.compliance.rules import Board, Row

__all__ = ["Line", "Part", "Then", "first_things", "lines_of", "open_plans", "parts_of", "trend", "unplanned"]

URGENT: Final = (State.BREACHED, State.AT_RISK)
FEW: Final = 5
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


class Part(NamedTuple):
    """A part of the policy: how its duties stand, and those of them about which something is to be done."""

    board: Board
    lines: list[Line]

    @property
    def counted(self) -> list[str]:
        """How many of its duties are in each state that one of them is in, in words."""
        return [f"{title} {number}" for title, number in zip(STATES.values(), self.board.counts, strict=True) if number]


def first_things(lines: Iterable[Line], roles: Collection[Role]) -> list[Line]:
    """The few that somebody with these roles begins with: breached before at risk, what nobody plans before what
    somebody does, their own before others', what has stood so longest first.
    """
    mine = {role.value for role in roles}
    return sorted(
        (line for line in lines if line.row.standing.state in URGENT),
        key=lambda line: (
            URGENT.index(State(line.row.standing.state)),
            bool(line.plans),
            not mine & set(line.row.duty.who),
            line.row.standing.since or timezone.now(),
        ),
    )[:FEW]


def parts_of(rows: list[Row], lines: Iterable[Line]) -> list[Part]:
    """Each part of the policy with its counts and what is urgent in it."""
    urgent = [line for line in lines if line.row.standing.state in URGENT]
    return [Part(board, [line for line in urgent if line.row.duty.domain == board.domain]) for board in board_of(rows)]


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
