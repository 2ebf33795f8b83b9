"""Samples for the pages of the filter's proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.filtering.models import Comparison, Disagreement, FilterCheck, ProbeResult, ProbeRun, ProbeState

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User

TESTED = {"profile": "juniors", "tls": "http", "kind": "page", "said": "blocked"}


def a_run(school: School, **columns: Any) -> ProbeRun:
    """A run of two tests, of which one came through, with the matrix that it leaves behind."""
    now = timezone.now()
    values = {"kind": "full", "why": "clock", "state": "done", "asked_at": now, "started_at": now, "finished_at": now}
    counts = {
        "planned": 2,
        "made": 2,
        "passed": 1,
        "gateway": "127.0.0.1:8080",
        "policy": "ab" * 32,
        "lists": "cd" * 32,
    }
    run = ProbeRun.objects.create(school=school, **{**values, **counts, **columns})
    for category, outcome in (("games", "well"), ("gambling", "passed")):
        tested = TESTED | {"category": category, "outcome": outcome, "wanted": "block"}
        address = f"http://{category}.probe.belisha.invalid/"
        ProbeResult.objects.create(
            run=run, at=now, address=address, policy="ab" * 6, lists="cd" * 6, milliseconds=12, **tested
        )
        state = {name: tested.pop(name) for name in ("outcome", "wanted", "said")}
        changed = {**state, "run": run, "at": now, "since": now}
        ProbeState.objects.update_or_create(school=school, **tested, defaults=changed)
    return run


def a_check(school: School, member: User) -> FilterCheck:
    """A check that somebody signed."""
    figures = {"page": {"tests": 2, "well": 1, "passed": 1, "shut": 0, "unknown": 0}}
    tested = {"run": None, "at": "", "figures": figures, "by_hand": {"pupils": "not tested"}}
    run = a_run(school)
    return FilterCheck.objects.create(school=school, run=run, by=member, at=timezone.now(), tested=tested, suits=True)


def a_comparison(school: School) -> Comparison:
    """A night's comparison that found a disagreement."""
    now = timezone.now()
    day = timezone.localdate(now)
    values = {"at": now, "requests": 9, "distinct": 3, "compared": 3, "disagreements": 1}
    comparison, new = Comparison.objects.get_or_create(school=school, day=day, defaults=values)
    if new:
        said = {"gateway": "allow, juniors", "console": "block: It is in the category Games."}
        Disagreement.objects.create(
            comparison=comparison, at=now, address="maze.test/", profile="juniors", times=4, **said
        )
    return comparison


PROOF: dict[str, Callable[[School, User], dict[str, Any]]] = {
    "filter-proof-run": lambda school, _member: {"number": a_run(school).pk},
    "filter-check": lambda school, member: {"number": a_check(school, member).pk},
    "filter-comparison": lambda school, _member: {"number": a_comparison(school).pk},
}
