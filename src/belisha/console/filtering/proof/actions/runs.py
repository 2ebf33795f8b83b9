"""Runs of tests: asked for, made through the live path, kept as evidence; whatever came through is told at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import Outcome, ProbeResult, ProbeRun, ProbeState
from belisha.console.filtering.proof.actions.alarms import sound
from belisha.console.filtering.proof.audit_events import ASKED
from belisha.console.filtering.proof.rules.freshness import LONGEST_RUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.filtering.proof.probing.running import Made
    from belisha.engine.published import Pointer

__all__ = ["ask_for_run", "begin", "fail", "finish", "forget_old"]

AT_ONCE: Final = 500
SHORT: Final = 12  # digits of a digest that lines of evidence carry
KEPT: Final = timedelta(days=366)
GRAVEST: Final = (Outcome.PASSED, Outcome.UNKNOWN, Outcome.SHUT, Outcome.UNSEEN, Outcome.WELL)


def ask_for_run(*, by: By, school: School, kind: str, why: str) -> ProbeRun:
    """Have the filter tested; one that waits or runs already serves this wish too. Raises NotAllowedError."""
    by = by.may(Permission.SEE_FILTER, school)
    with transaction.atomic():
        waiting = ProbeRun.objects.for_school(school).filter(
            state__in=[ProbeRun.State.WAITING, ProbeRun.State.RUNNING], asked_at__gt=timezone.now() - LONGEST_RUN
        )
        if kind == ProbeRun.Kind.FULL:
            waiting = waiting.filter(kind=kind)
        found: ProbeRun | None = waiting.order_by("pk").first()
        if found is not None:
            return found
        run = ProbeRun.objects.create(
            school=school, kind=kind, why=why, asked_by=by.user, asked_at=timezone.now(), state=ProbeRun.State.WAITING
        )
        if by.user:
            by.did(ASKED, to=school, at=school, after={"kind": kind})
    return run


def begin(*, run: ProbeRun, gateway: str, pointer: Pointer, planned: int) -> None:
    """A run begins: where, with which files in force, with how many probes."""
    run.state, run.started_at = ProbeRun.State.RUNNING, timezone.now()
    run.gateway, run.policy, run.lists, run.planned = gateway, pointer.policy, pointer.lists, planned
    run.save()


def fail(*, run: ProbeRun, trouble: str) -> None:
    """A run could not be made: it proves nothing, and says why."""
    run.state, run.finished_at, run.trouble = ProbeRun.State.FAILED, timezone.now(), trouble[:400]
    run.save()


def finish(*, run: ProbeRun, made: Sequence[Made], pointers: Sequence[Pointer]) -> None:
    """Keep the evidence of a run, bring the matrix up to date, and tell of what came through.

    `pointers`: what was in force at each probe.
    """
    counted = {outcome: sum(one.outcome == outcome for one in made) for outcome in Outcome}
    with transaction.atomic():
        lines = [_line(run, one, pointer) for one, pointer in zip(made, pointers, strict=True)]
        ProbeResult.objects.bulk_create(lines, batch_size=AT_ONCE)
        run.state, run.finished_at, run.made = ProbeRun.State.DONE, timezone.now(), len(made)
        run.passed, run.shut = counted[Outcome.PASSED], counted[Outcome.SHUT]
        run.unseen, run.unknown = counted[Outcome.UNSEEN], counted[Outcome.UNKNOWN]
        if len(made) < run.planned:
            run.trouble = f"Only {len(made)} of {run.planned} tests could be made in time."
        run.save()
        came_through = _keep_states(run, made)
        if came_through:
            sound(by=By(None, system="test of the filter"), school=run.school, run=run, count=came_through)


def _line(run: ProbeRun, made: Made, pointer: Pointer) -> ProbeResult:
    probe = made.probe
    return ProbeResult(
        run=run,
        at=made.at,
        address="a test address of the licence" if probe.secret else probe.target[:500],
        policy=pointer.policy[:SHORT],
        lists=pointer.lists[:SHORT],
        milliseconds=made.milliseconds,
        **_columns(made),
    )


def _columns(made: Made) -> dict[str, str]:
    probe = made.probe
    return {
        "profile": probe.profile,
        "network": probe.network,
        "tls": probe.tls,
        "kind": probe.kind,
        "category": probe.category,
        "name": probe.name,
        "outcome": made.outcome,
        "wanted": probe.wanted,
        "said": made.said,
    }


def _keep_states(run: ProbeRun, made: Iterable[Made]) -> int:
    """How everything stands now; of several addresses of one thing the gravest counts. Returns new alarms."""
    worst: dict[tuple[str, ...], Made] = {}
    for one in made:
        held = worst.get(one.probe.key)
        if held is None or GRAVEST.index(Outcome(one.outcome)) < GRAVEST.index(Outcome(held.outcome)):
            worst[one.probe.key] = one
    known = {_key(state): state for state in ProbeState.objects.for_school(run.school)}
    alarms = 0
    fresh: list[ProbeState] = []
    changed: list[ProbeState] = []
    for key, one in worst.items():
        state = known.get(key)
        before = state.outcome if state else ""
        alarms += one.outcome == Outcome.PASSED and before != Outcome.PASSED
        state = _stand(
            state or ProbeState(school=run.school), run, one, since=one.at if before != one.outcome else None
        )
        (changed if state.pk else fresh).append(state)
    ProbeState.objects.bulk_create(fresh, batch_size=AT_ONCE)
    fields = ["outcome", "wanted", "said", "run", "at", "since"]
    ProbeState.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
    if run.kind == ProbeRun.Kind.FULL and run.made == run.planned:
        gone = [state.pk for key, state in known.items() if key not in worst]
        for first in range(0, len(gone), AT_ONCE):
            ProbeState.objects.for_school(run.school).filter(pk__in=gone[first : first + AT_ONCE]).delete()
    return alarms


def _stand(state: ProbeState, run: ProbeRun, made: Made, since: datetime | None) -> ProbeState:
    for name, value in _columns(made).items():
        setattr(state, name, value)
    state.run, state.at = run, made.at
    state.since = since or state.since
    return state


def _key(state: ProbeState) -> tuple[str, ...]:
    return (state.profile, state.network, state.tls, state.kind, state.category, state.name)


def forget_old(now: datetime) -> int:
    """Delete evidence that is older than a year, and runs that a machine that went down left behind; how many runs."""
    count, _ = (
        ProbeRun.objects.filter(asked_at__lt=now - KEPT).exclude(pk__in=ProbeState.objects.values("run")).delete()
    )
    left = ProbeRun.objects.filter(
        state__in=[ProbeRun.State.WAITING, ProbeRun.State.RUNNING], asked_at__lt=now - LONGEST_RUN
    )
    left.update(state=ProbeRun.State.FAILED, finished_at=now, trouble="It was cut off before its end.")
    return count
