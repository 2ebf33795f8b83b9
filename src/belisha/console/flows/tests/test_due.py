"""Jobs by the clock: when they are due, that they run once, and what becomes of those that fail."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.flows import due as due_module
from belisha.console.flows.due import JOBS, due, last_slot, run_due
from belisha.console.flows.models import DueJob, DueRun

if TYPE_CHECKING:
    from collections.abc import Iterator

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC)  # a Monday
moments = st.integers(1_577_836_800, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
times = st.times().map(lambda clock: clock.strftime("%H:%M"))


@pytest.fixture
def jobs() -> Iterator[None]:
    """No job but those of the test."""
    kept = dict(JOBS)
    JOBS.clear()
    yield
    JOBS.clear()
    JOBS.update(kept)


@pytest.fixture
def ran(jobs: None) -> list[datetime]:
    """When the job "night" ran, which is to run each day at two."""
    runs: list[datetime] = []

    @due(name="night", every="day", at="02:00")
    def night(now: datetime) -> str:
        runs.append(now)
        return "tidied"

    return runs


@given(moments, times)
def test_a_day_s_moment_is_behind_us_and_less_than_a_day_and_an_hour_ago(now: datetime, at: str) -> None:
    ago = now.timestamp() - last_slot("day", at, now, LONDON).timestamp()
    assert 0 <= ago <= 25 * 3600


@given(moments, times, st.sampled_from(due_module.DAYS))
def test_a_week_s_moment_is_on_its_day_and_behind_us(now: datetime, at: str, day: str) -> None:
    slot = last_slot("week", f"{day} {at}", now, LONDON)
    assert slot.weekday() == due_module.DAYS.index(day)
    assert 0 <= now.timestamp() - slot.timestamp() <= 7 * 86400 + 3600


@given(moments, st.timedeltas(timedelta(0), timedelta(days=3)), st.sampled_from(due_module.ORDER))
def test_moments_never_go_back(now: datetime, later: timedelta, every: due_module.Every) -> None:
    assert last_slot(every, "02:00", now, LONDON) <= last_slot(every, "02:00", now + later, LONDON)


def test_the_school_s_time_counts_in_summer() -> None:
    assert last_slot("day", "02:00", datetime(2026, 7, 1, 1, 30, tzinfo=UTC), LONDON) == datetime(
        2026, 7, 1, 1, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(("every", "at"), [("day", "25:00"), ("week", "someday 02:00"), ("day", "soon")])
def test_a_time_that_cannot_be_read_is_refused_at_once(every: due_module.Every, at: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        due(name="odd", every=every, at=at)(lambda _: "")


def test_two_jobs_cannot_have_one_name(ran: list[datetime]) -> None:
    with pytest.raises(ValueError, match="two jobs are called night"):
        due(name="night", every="hour")(lambda _: "")
    assert ran == []


@pytest.mark.django_db
def test_a_new_job_of_the_night_waits_for_its_night_then_runs_once(ran: list[datetime]) -> None:
    assert run_due(NOON) == []
    tomorrow = NOON.replace(day=24, hour=2, minute=0)
    assert [outcome.did for outcome in run_due(tomorrow)] == ["tidied"]
    assert run_due(tomorrow + timedelta(minutes=1)) == []
    assert ran == [tomorrow]


@pytest.mark.django_db
def test_what_was_missed_for_a_week_is_caught_up_once(ran: list[datetime]) -> None:
    run_due(NOON)
    run_due(NOON + timedelta(days=7))
    run_due(NOON + timedelta(days=7, minutes=1))
    assert len(ran) == 1


@pytest.mark.django_db
def test_a_clock_that_was_years_ahead_does_not_silence_a_job_for_years(ran: list[datetime]) -> None:
    run_due(NOON)
    run_due(NOON.replace(year=2040))
    run_due(NOON)
    assert len(ran) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("jobs")
def test_one_that_fails_stops_no_other_and_is_told() -> None:
    ran = []

    @due(name="a fails", every="minute")
    def fails(_: datetime) -> str:
        message = "no room"
        raise OSError(message)

    @due(name="b works", every="minute")
    def works(now: datetime) -> str:
        ran.append(now)
        return ""

    assert [(each.job, each.error) for each in run_due(NOON)] == [("a fails", "OSError: no room"), ("b works", "")]
    first = DueJob.objects.get(name="a fails").failing_since
    run_due(NOON + timedelta(minutes=1))
    kept = DueJob.objects.get(name="a fails")
    assert kept.failing_since == first, "failing since the first time"
    assert kept.runs.count() == 2
    assert len(ran) == 2
    assert DueRun.objects.filter(job="b works").count() == 0, "nothing done leaves no row"


@pytest.mark.django_db
@pytest.mark.usefixtures("jobs")
def test_one_that_works_again_no_longer_counts_as_failing() -> None:
    outcomes = iter([OSError("no room"), None])

    @due(name="mends", every="minute")
    def mends(_: datetime) -> str:
        if error := next(outcomes):
            raise error
        return "sent 2"

    run_due(NOON)
    run_due(NOON + timedelta(minutes=1))
    kept = DueJob.objects.get(name="mends")
    assert (kept.error, kept.failing_since, kept.did) == ("", None, "sent 2")


@pytest.mark.django_db
@pytest.mark.usefixtures("jobs")
def test_the_frequent_go_before_the_long() -> None:
    for name, every in (("a week", "week"), ("b minute", "minute"), ("c hour", "hour")):
        due(name=name, every=every)(lambda _: "done")  # type: ignore[arg-type]
    run_due(NOON)
    assert [each.job for each in run_due(NOON + timedelta(days=8))] == ["b minute", "c hour", "a week"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("jobs")
def test_a_job_that_still_runs_is_not_begun_again() -> None:
    running, may_end = threading.Event(), threading.Event()
    ran = []

    @due(name="long", every="minute")
    def long(now: datetime) -> str:
        ran.append(now)
        running.set()
        assert may_end.wait(10)
        return ""

    def first() -> None:
        run_due(NOON)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert running.wait(10)
    assert run_due(NOON + timedelta(minutes=2)) == []
    may_end.set()
    thread.join(10)
    assert [each.job for each in run_due(NOON + timedelta(minutes=3))] == ["long"]
    assert len(ran) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("jobs")
def test_only_so_many_runs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_module, "RUNS_KEPT", 3)
    due(name="busy", every="minute")(lambda _: "something")
    for minute in range(6):
        run_due(NOON + timedelta(minutes=minute))
    assert DueRun.objects.count() == 3
