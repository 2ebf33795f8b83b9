"""The proof of the filter by the clock: tests, the nightly comparison, and after each change of the filter a test."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.filtering.changes.hooks import when_change_ends
from belisha.console.filtering.models import ProbeRun
from belisha.console.filtering.proof.actions.runs import ask_for_run
from belisha.console.filtering.proof.jobs import test_filter
from belisha.console.filtering.proof.nightly import ask_for_tests, compare_schools, forget_old_evidence
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.filtering.models import Change

__all__ = ["clear_evidence", "compare_with_gateway", "test_after_change", "test_filters"]


@due(name="ask for tests of the filter", every="minute")
def test_filters(now: datetime) -> str:
    """Have the filter tested where that is due."""
    return ask_for_tests(now)


@due(name="compare gateway and console", every="day", at="02:40")
def compare_with_gateway(now: datetime) -> str:
    """Judge yesterday's requests once more."""
    return compare_schools(now)


@due(name="clear old evidence of the filter", every="day", at="03:50")
def clear_evidence(now: datetime) -> str:
    """Delete what is older than a year."""
    return forget_old_evidence(now)


@when_change_ends
def test_after_change(change: Change) -> None:
    """A change that counts now is tested at once."""
    if change.state not in {change.State.APPLIED, change.State.UNDONE}:
        return
    schools = [change.school] if change.school else School.objects.filter(federation=change.federation).order_by("pk")
    for school in schools:
        by = By(None, system="test of the filter")
        run = ask_for_run(by=by, school=school, kind=ProbeRun.Kind.QUICK, why=ProbeRun.Why.CHANGE)
        transaction.on_commit(partial(test_filter.enqueue, run.pk))
