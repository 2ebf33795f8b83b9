"""What reports are made of: how the duties stand and stood, what is red and who mends it, what happened in a term."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.posts.queries import post_holder_names
from belisha.console.compliance.models import DutyStanding, Plan
from belisha.console.compliance.queries import changes_since, rows
from belisha.console.compliance.rules import STATES, owners_of
from belisha.console.concerns.patterns.queries import Figures, figures_of, span_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import Basis, State
from belisha.console.reviews.queries import statuses_of
from belisha.console.reviews.rules import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.compliance.queries import Change
    from belisha.console.compliance.rules import Row
    from belisha.console.reviews.queries import Status

__all__ = ["Beside", "Red", "Stands", "TermPage", "beside", "states_on", "term_page"]

# what governors ask about first: is anybody leading, does the filter work, do people know what to do
SHOWN: Final = 8  # of a kind: it is one page
FIRST: Final = ("filtering", "monitoring", "concerns", "governance", "agreements", "training")


class Stands(NamedTuple):
    """How many duties are in a state, and how many were when the term began; None where nobody looked then."""

    state: State
    now: int
    then: int | None


class Red(NamedTuple):
    """A duty that is not kept: who answers for it, and what is done about it."""

    row: Row
    owners: list[tuple[str, str]]
    plans: list[Plan]


class TermPage(NamedTuple):
    """The page of a term: counts by state and by basis, what got worse or better, what is red, concerns in figures.

    What got worse or better stood otherwise when the term began: what nobody had looked at then is neither.
    """

    first: date
    stands: list[Stands]
    bases: list[tuple[Basis, int]]
    worse: list[Change]
    better: list[Change]
    red: list[Red]  # the first of them
    reds: int  # how many there are
    risks: list[Plan]
    late_reviews: list[Status]
    figures: Figures


class Beside(NamedTuple):
    """A school beside the others: how many of its duties are in each state, in the order of STATES."""

    school: School
    counts: list[int]
    measured: int
    planned: int  # red duties about which something is done


def term_page(school: School, now: datetime) -> TermPage:
    """The page of the term so far."""
    today = timezone.localdate(now)
    first = term_at(school, today).first
    found = rows(school, now)
    changes = changes_since(school, _begin(first + timedelta(1)))  # as they stood at the end of its first day
    reds = [row for row in found if row.standing.state is State.BREACHED]
    return TermPage(
        first=first,
        stands=_stands(found, states_on(school, first)),
        bases=[(basis, sum(_rests(row, basis) for row in found)) for basis in Basis],
        worse=[each for each in changes if each.now.state is State.BREACHED and each.before is not None],
        better=[each for each in changes if each.now.state is State.MET and each.before is not None],
        red=_reds(school, reds),
        reds=len(reds),
        risks=list(Plan.objects.for_school(school).open().filter(kind=Plan.Kind.RISK).select_related("owner")),
        late_reviews=[each for each in statuses_of(school, now) if each.wanted is Wanted.OVERDUE],
        figures=figures_of(school, span_of(school, today)),
    )


def states_on(school: School, day: date) -> Counter[State] | None:
    """In which state how many duties were at the end of a day; None where none was looked at on it."""
    begin, end = _begin(day), _begin(day + timedelta(1))
    spans = DutyStanding.objects.for_school(school).between(begin, end).order_by("first_asked", "pk")
    last = {each.duty: State(each.state) for each in spans if each.duty in catalogue()}
    if not last:
        return None
    counted = Counter(last.values())
    counted[State.NOT_KNOWN] += len(catalogue()) - len(last)
    return counted


def beside(schools: Iterable[School], now: datetime) -> list[Beside]:
    """Schools side by side, in the order that they came in."""
    found = []
    for school in schools:
        every = rows(school, now)
        states = [row.standing.state for row in every]
        red = {row.duty.id for row in every if row.standing.state is State.BREACHED}
        planned = Plan.objects.for_school(school).open().filter(duty__in=red).values("duty").distinct().count()
        measured = sum(_rests(row, Basis.MEASURED) for row in every)
        found.append(Beside(school, [states.count(state) for state in STATES], measured, planned))
    return found


def _stands(found: list[Row], then: Counter[State] | None) -> list[Stands]:
    now = Counter(row.standing.state for row in found)
    return [Stands(state, now[state], then[state] if then else None) for state in STATES]


def _rests(row: Row, basis: Basis) -> bool:
    """Whether a duty is known by this: what nobody knows rests on nothing."""
    return row.standing.basis is basis and row.standing.state is not State.NOT_KNOWN


def _reds(school: School, red: list[Row]) -> list[Red]:
    names = post_holder_names(school)
    plans: dict[str, list[Plan]] = {}
    for plan in Plan.objects.for_school(school).open().select_related("owner"):
        plans.setdefault(plan.duty, []).append(plan)
    order = {name: place for place, name in enumerate(FIRST)}
    # what nobody does anything about comes first
    red = sorted(red, key=lambda row: (row.duty.id in plans, order.get(row.duty.domain, len(order)), row.duty.id))[
        :SHOWN
    ]
    return [Red(row, owners_of(row.duty, names), plans.get(row.duty.id, [])) for row in red]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
