"""What is kept no longer than it should be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.console.concerns.models import KeepingReview
from belisha.console.duties.registry import State
from belisha.console.flows.due import JOBS
from belisha.console.flows.keeping_duties import DELETING, retention
from belisha.console.flows.models import DueJob
from cast import a_school

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ran() -> None:
    now = timezone.now()
    for name in DELETING:
        DueJob.objects.create(name=name, slot=now, started=now, finished=now)


def test_the_jobs_that_delete_are_jobs() -> None:
    assert sorted(set(DELETING) - set(JOBS)) == []


def test_data_retention_is_met_when_every_job_ran() -> None:
    assert retention(a_school(), timezone.now()).state is State.NOT_KNOWN
    ran()
    assert retention(a_school("b"), timezone.now() + DAY).state is State.MET


def test_data_retention_is_breached_by_a_job_that_fails_or_does_not_run() -> None:
    school = a_school()
    ran()
    assert retention(school, timezone.now() + 3 * DAY).state is State.BREACHED
    DueJob.objects.filter(name="delete old visits").update(error="OperationalError")
    found = retention(school, timezone.now())
    assert (found.state, "delete old visits" in found.reason) == (State.BREACHED, True)


def test_data_retention_is_breached_by_a_record_that_nobody_decides_on() -> None:
    school = a_school()
    ran()
    now = timezone.now()
    KeepingReview.objects.create(
        key="k", school=school, reference="C-1", route="team", record_class="x", due_on=now.date(),
        proposed_at=now - 31 * DAY,
    )  # fmt: skip
    assert retention(school, now).state is State.BREACHED
    KeepingReview.objects.update(route="head")
    assert retention(school, now).state is State.MET, "what is the head's alone is not told here"
