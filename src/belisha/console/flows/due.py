"""What runs by the clock: `@due(…)` registers a job, `belisha due` runs each minute what is due.

A job that was missed (the machine was off) runs once when it can. One that fails stops no other, and is tried at its
next time. A job never runs twice at once, on one machine or on several over one database.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from belisha.console.flows.models import DueJob, DueRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

__all__ = ["JOBS", "Every", "Job", "Outcome", "due", "last_slot", "run_due"]

log = logging.getLogger(__name__)

Every = Literal["minute", "hour", "day", "week"]
ORDER: Final[tuple[Every, ...]] = ("minute", "hour", "day", "week")  # what is wanted soonest goes first
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK_SET_BACK: Final = timedelta(hours=1)
RUNS_KEPT: Final = 200


class Job(NamedTuple):
    """A job by the clock. `run` gets the time and returns what it did, in words; empty when there was nothing to do."""

    name: str
    every: Every
    at: str
    run: Callable[[datetime], str]


class Outcome(NamedTuple):
    """How one run of a job came out; `error` is empty when it went well."""

    job: str
    did: str
    error: str


JOBS: dict[str, Job] = {}


def due(
    *, name: str, every: Every, at: str = "02:00"
) -> Callable[[Callable[[datetime], str]], Callable[[datetime], str]]:
    """Register a job. `at` is the school's time for those of a day ("02:00") and a week ("monday 07:00").

    Raises ValueError when two jobs have one name or the time cannot be read.
    """

    def register(run: Callable[[datetime], str]) -> Callable[[datetime], str]:
        if name in JOBS:
            message = f"two jobs are called {name}"
            raise ValueError(message)
        _moment(at)
        JOBS[name] = Job(name, every, at, run)
        return run

    return register


def _moment(at: str) -> tuple[int, time]:
    """Day of the week (Monday is 0) and time of day. Raises ValueError."""
    day, _, clock = at.rpartition(" ")
    return DAYS.index(day or "monday"), time.fromisoformat(clock)


def last_slot(every: Every, at: str, now: datetime, zone: tzinfo) -> datetime:
    """The latest moment, not after `now`, at which such a job is to run."""
    if every == "minute":
        return now.replace(second=0, microsecond=0)
    if every == "hour":
        return now.replace(minute=0, second=0, microsecond=0)
    weekday, clock = _moment(at)
    here = now.astimezone(zone)
    behind = (here.weekday() - weekday) % 7 if every == "week" else 0
    step = 7 if every == "week" else 1
    slot = datetime.combine(here.date() - timedelta(days=behind), clock, zone)
    if slot.timestamp() > now.timestamp():  # by instants: on the night that clocks change the wall misleads
        slot = datetime.combine(slot.date() - timedelta(days=step), clock, zone)
    return slot


def run_due(now: datetime) -> list[Outcome]:
    """Run every job that is due, the most frequent first. A job that is still running elsewhere is left to it."""
    outcomes = []
    for job in sorted(JOBS.values(), key=lambda each: (ORDER.index(each.every), each.name)):
        with _alone(job.name) as ours:
            if ours and (kept := _wants_to_run(job, now)):
                outcomes.append(_run(job, kept, now))
    return outcomes


def _wants_to_run(job: Job, now: datetime) -> DueJob | None:
    slot = last_slot(job.every, job.at, now, timezone.get_default_timezone())
    # a job of the night that is new waits for its night, not for the first start
    first = slot - timedelta(minutes=1) if job.every == "minute" else slot
    kept, _ = DueJob.objects.get_or_create(name=job.name, defaults={"slot": first})
    # a slot well ahead of now was written while the clock was wrong
    return kept if kept.slot < slot or kept.slot > now + CLOCK_SET_BACK else None


def _run(job: Job, kept: DueJob, now: datetime) -> Outcome:
    kept.slot = last_slot(job.every, job.at, now, timezone.get_default_timezone())
    kept.started = timezone.now()
    # before it runs: one that takes the process down with it is not begun again each minute
    kept.save()
    kept.did, kept.error = _attempt(job, now)
    kept.finished = timezone.now()
    kept.failing_since = (kept.failing_since or kept.started) if kept.error else None
    kept.save()
    if kept.did or kept.error:
        DueRun.objects.create(job=kept, started=kept.started, finished=kept.finished, did=kept.did, error=kept.error)
        _forget_old_runs(kept)
    return Outcome(job.name, kept.did, kept.error)


def _attempt(job: Job, now: datetime) -> tuple[str, str]:
    try:
        return job.run(now) or "", ""
    except Exception as error:  # whatever went wrong in one job is told, and stops no other
        log.exception("%s failed", job.name)
        return "", f"{type(error).__name__}: {error}"


def _forget_old_runs(job: DueJob) -> None:
    beyond = job.runs.values_list("started", flat=True)[RUNS_KEPT : RUNS_KEPT + 1]
    for oldest in beyond:
        job.runs.filter(started__lte=oldest).delete()


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Whether nobody else runs this job now; held until the block ends, or its process or connection does."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"belisha due {name}".encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            (ours,) = cursor.fetchone() or (False,)
            try:
                yield bool(ours)
            finally:
                if ours:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
        return
    folder = settings.HOME / "console" / "due"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
