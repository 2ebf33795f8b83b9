"""Where the tests stand: the last runs, the matrix, what came through, what is not known."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from belisha.console.filtering.models import Outcome, ProbeResult, ProbeRun, ProbeState
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, is_fresh
from belisha.engine.address.probes import LOCKED_CATEGORY
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy import PolicyError, load
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = [
    "Cell",
    "Matrix",
    "Proven",
    "alarms_of",
    "last_full",
    "last_results",
    "last_run",
    "matrix_of",
    "profile_names",
    "proven",
    "results_of",
    "runs_of",
    "states_of",
    "tally",
    "trend_of",
]

WORST = (Outcome.PASSED, Outcome.UNKNOWN, Outcome.SHUT, Outcome.UNSEEN, Outcome.WELL)


def runs_of(school: School) -> QuerySet[ProbeRun]:
    """All runs of a school, newest first."""
    found: QuerySet[ProbeRun] = ProbeRun.objects.for_school(school)
    return found.select_related("school", "asked_by").order_by("-asked_at", "-pk")


def last_run(school: School) -> ProbeRun | None:
    """The newest run of a school that is over, however it went."""
    return runs_of(school).filter(state__in=[ProbeRun.State.DONE, ProbeRun.State.FAILED]).first()


def last_full(school: School) -> ProbeRun | None:
    """The newest test of everything that was made."""
    return runs_of(school).filter(kind=ProbeRun.Kind.FULL, state=ProbeRun.State.DONE).first()


def results_of(run: ProbeRun) -> QuerySet[ProbeResult]:
    """The evidence of a run, in the order in which it was gathered."""
    found: QuerySet[ProbeResult] = ProbeResult.objects.for_school(run.school).filter(run=run)
    return found.order_by("pk")


def states_of(school: School) -> QuerySet[ProbeState]:
    """How everything that is tested came out last."""
    found: QuerySet[ProbeState] = ProbeState.objects.for_school(school)
    return found.select_related("run").order_by("profile", "category", "kind", "name", "tls", "pk")


def last_results(school: School, category: str) -> QuerySet[ProbeState]:
    """How the tests of a category came out last, for every profile, network and kind of connection."""
    return states_of(school).filter(category=category)


def alarms_of(school: School) -> QuerySet[ProbeState]:
    """What came through when it was tested last, though it should be blocked."""
    return states_of(school).filter(outcome=Outcome.PASSED)


class Proven(StrEnum):
    """What the tests of a category prove."""

    BLOCKED = "blocked"  # for everybody that the policy blocks it for, and that is somebody
    PASSED = "passed"  # came through somewhere
    OPEN = "open"  # tests found it open as the policy has it, for everybody
    UNKNOWN = "unknown"  # no test, an old one, or one without an answer


def proven(school: School, category: str, now: datetime) -> Proven:
    """What the tests of the last day prove of a category. One query."""
    states = list(last_results(school, category).values_list("outcome", "wanted", "at"))
    if any(outcome == Outcome.PASSED for outcome, _, _ in states):
        return Proven.PASSED
    fresh = [(outcome, wanted) for outcome, wanted, at in states if is_fresh(at, now, FULL_FOR)]
    if not fresh or len(fresh) < len(states) or any(outcome == Outcome.UNKNOWN for outcome, _ in fresh):
        return Proven.UNKNOWN
    return Proven.BLOCKED if any(wanted == "block" for _, wanted in fresh) else Proven.OPEN


class Cell(NamedTuple):
    """One category for one profile: the gravest outcome of its tests, what was wanted, when, and how many tests."""

    outcome: str
    wanted: str
    at: datetime
    tests: int


class Matrix(NamedTuple):
    """Categories by profiles. `rows`: id and title of a category, a cell for each profile (None: not tested)."""

    profiles: list[tuple[str, str]]
    rows: list[tuple[str, str, list[Cell | None]]]


def matrix_of(states: Sequence[ProbeState]) -> Matrix:
    """The matrix of everything that was tested by category, signed in. No query beyond the states."""
    cells: dict[tuple[str, str], Cell] = {}
    for state in states:
        if not state.network and state.category:
            key = (state.category, state.profile)
            cells[key] = _joined(cells.get(key), state)
    names = profile_names()
    profiles = sorted({profile for _, profile in cells})
    titles = {category.id: category.title for category in categories().values()} | {LOCKED_CATEGORY: "Locked lists"}
    tested = {category for category, _ in cells}
    order = [LOCKED_CATEGORY, *categories()]
    return Matrix(
        [(profile, names.get(profile, profile)) for profile in profiles],
        [
            (category, titles[category], [cells.get((category, profile)) for profile in profiles])
            for category in order
            if category in tested
        ],
    )


def _joined(cell: Cell | None, state: ProbeState) -> Cell:
    if cell is None:
        return Cell(state.outcome, state.wanted, state.at, 1)
    worst = min(cell.outcome, state.outcome, key=lambda outcome: WORST.index(Outcome(outcome)))
    wanted = "block" if "block" in {cell.wanted, state.wanted} else cell.wanted
    return Cell(worst, wanted, min(cell.at, state.at), cell.tests + 1)


def profile_names() -> dict[str, str]:
    """The names of the profiles that are in force, by id; none where nothing is."""
    try:
        policy = load(policy_path(settings.HOME, read_pointer(settings.HOME).policy).read_bytes())
    except (NothingPublishedError, OSError, PolicyError):
        return {}
    return {code: profile.name for code, profile in policy.profiles.items()}


class Day(NamedTuple):
    """The tests of one day: how many were made, and how they came out."""

    day: date
    made: int
    passed: int
    shut: int
    unseen: int
    unknown: int


def trend_of(school: School) -> list[Day]:
    """The last two weeks of daily tests, newest first. One query."""
    runs = runs_of(school).filter(kind=ProbeRun.Kind.FULL, state=ProbeRun.State.DONE)[:14]
    return [
        Day(
            timezone.localdate(run.finished_at or run.asked_at), run.made, run.passed, run.shut, run.unseen, run.unknown
        )
        for run in runs
    ]


def tally(states: QuerySet[ProbeState]) -> dict[str, dict[str, int]]:
    """How many things are tested, and how they stand, by kind of test. One query."""
    counted = states.order_by().values_list("kind", "outcome").annotate(count=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for kind, outcome, count in counted:
        figures = found.setdefault(kind, {"tests": 0, **{each.value: 0 for each in Outcome}})
        figures[outcome] += count
        figures["tests"] += count
    return found
