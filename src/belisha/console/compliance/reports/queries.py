"""What reports are made of: how the duties stand and stood, what is red and who mends it, what happened in a term."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone

from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.models import Post
from belisha.console.access.roles import ROLES, Role
from belisha.console.compliance.models import DutyStanding, KeptReport, Plan
from belisha.console.compliance.queries import changes_since, rows, states_of
from belisha.console.compliance.reports.naming import nameless
from belisha.console.compliance.rules import STATES, bases_of
from belisha.console.concerns.patterns.queries import Figures, figures_of, span_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import Basis, State
from belisha.console.reviews.queries import statuses_of
from belisha.console.reviews.rules import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.compliance.queries import Change
    from belisha.console.compliance.rules import Row
    from belisha.console.duties.catalogue import Duty
    from belisha.console.reviews.queries import Status

    Clean = Callable[[str], str]

__all__ = ["Beside", "Done", "Red", "Stands", "TermPage", "beside", "last_shown", "states_on", "term_page"]

# what governors ask about first: is anybody leading, does the filter work, do people know what to do
SHOWN: Final = 8  # of a kind: it is one page
FIRST: Final = ("filtering", "monitoring", "concerns", "governance", "agreements", "training")


class Stands(NamedTuple):
    """How many duties are in a state, and how many were when the term began; None where nobody looked then."""

    state: State
    now: int
    then: int | None


class Done(NamedTuple):
    """What is done about a duty, or a risk that is borne: in words without names, by which role, until when."""

    words: str
    who: str
    due: date


class Red(NamedTuple):
    """A duty that is not kept: why, which roles answer for it, and what is done about it."""

    row: Row
    reason: str
    who: str
    plans: list[Done]


class TermPage(NamedTuple):
    """The page of a term: counts by state and by basis, what got worse or better, what is red, concerns in figures.

    What got worse or better stood otherwise on the day of `since`: what nobody had looked at then is neither. That is
    the day on which governors were shown the page last, else the first day of the term. No text names anybody.
    """

    first: date
    since: date
    shown_before: bool  # governors were shown the page on that day
    stands: list[Stands]
    bases: list[tuple[Basis, int]]
    worse: list[tuple[Duty, str]]
    better: list[tuple[Duty, str]]
    red: list[Red]  # the first of them
    reds: int  # how many there are
    risks: list[Done]
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
    shown = last_shown(school, today)
    since = shown or first
    found = rows(school, now)
    changes = changes_since(school, _begin(since + timedelta(1)))  # as they stood at the end of that day
    clean, risky = nameless(school), Plan.objects.for_school(school).open().filter(kind=Plan.Kind.RISK)
    reds = [row for row in found if row.standing.state is State.BREACHED]
    return TermPage(
        first=first,
        since=since,
        shown_before=shown is not None,
        stands=_stands(found, states_on(school, since)),
        bases=[(basis, number) for basis, _title, number in bases_of(found)],
        worse=_moved(changes, State.BREACHED, clean),
        better=_moved(changes, State.MET, clean),
        red=_reds(school, reds, clean),
        reds=len(reds),
        risks=[_done(each, clean) for each in risky.order_by("due", "pk")],
        late_reviews=[each for each in statuses_of(school, now) if each.wanted is Wanted.OVERDUE],
        figures=figures_of(school, span_of(school, today)),
    )


def last_shown(school: School, today: date) -> date | None:
    """The day before today on which governors were shown the page last."""
    kept = KeptReport.objects.for_school(school).filter(kind=KeptReport.Kind.TERM, first__lt=today)
    return kept.order_by("-first").values_list("first", flat=True).first()


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
    """Schools side by side, in the order that they came in. Two queries, however many there are."""
    places = list(schools)
    stands = states_of(places, now)
    planned: dict[int, set[str]] = {}
    for school, duty in Plan.objects.open().filter(school__in=places).values_list("school", "duty"):
        planned.setdefault(school, set()).add(duty)
    return [_beside(school, stands[school.pk], planned.get(school.pk, set())) for school in places]


def _beside(school: School, stands: dict[str, tuple[State, str]], planned: set[str]) -> Beside:
    counted = Counter(state for state, _basis in stands.values())
    counted[State.NOT_KNOWN] += len(catalogue()) - len(stands)
    measured = sum(basis == Basis.MEASURED and state is not State.NOT_KNOWN for state, basis in stands.values())
    red = {duty for duty, (state, _basis) in stands.items() if state is State.BREACHED}
    return Beside(school, [counted[state] for state in STATES], measured, len(red & planned))


def _stands(found: list[Row], then: Counter[State] | None) -> list[Stands]:
    now = Counter(row.standing.state for row in found)
    return [Stands(state, now[state], then[state] if then else None) for state in STATES]


def _moved(changes: Iterable[Change], to: State, clean: Clean) -> list[tuple[Duty, str]]:
    return [(each.duty, clean(each.now.reason)) for each in changes if each.now.state is to and each.before is not None]


def _done(plan: Plan, clean: Clean) -> Done:
    roles = Post.objects.for_school(plan.school).held_on(timezone.localdate()).filter(holder=plan.owner_id)
    titles = sorted({str(ROLES[Role(role)].title) for role in roles.values_list("role", flat=True)})
    return Done(clean(plan.words), ", ".join(titles), plan.due)


def _reds(school: School, red: list[Row], clean: Clean) -> list[Red]:
    plans: dict[str, list[Plan]] = {}
    for plan in Plan.objects.for_school(school).open().select_related("school"):
        plans.setdefault(plan.duty, []).append(plan)
    order = {name: place for place, name in enumerate(FIRST)}
    # what nobody does anything about comes first
    red = sorted(red, key=lambda row: (row.duty.id in plans, order.get(row.duty.domain, len(order)), row.duty.id))[
        :SHOWN
    ]
    return [
        Red(row, clean(row.standing.reason), row.who, [_done(each, clean) for each in plans.get(row.duty.id, [])])
        for row in red
    ]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
