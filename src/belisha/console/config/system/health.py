"""Is the installation well? Short questions that a page, a monitor and `belisha doctor` ask alike."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from belisha.activity.counted import counted
from belisha.console.config.preparing import pending_migrations
from belisha.console.config.system.jobs import beats
from belisha.console.flows.models import DueJob

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Part", "health"]

WORKER_SILENT: Final = timedelta(minutes=5)
CLOCK_SILENT: Final = timedelta(minutes=3)
ROOM_MB: Final = 256


class Part(NamedTuple):
    """One part of the installation: whether it is well, and what was found. No secret, no name."""

    name: str
    well: bool
    found: str


def health(now: datetime) -> list[Part]:
    """Every part. Where the database does not answer, what depends on it is not well either."""
    parts = []
    for name, question in QUESTIONS.items():
        try:
            well, found = question(now)
        except DatabaseError:
            well, found = False, "the database does not answer"
        parts.append(Part(name, well, found))
    return parts


def _database(now: datetime) -> tuple[bool, str]:
    del now
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, "answers"


def _migrations(now: datetime) -> tuple[bool, str]:
    del now
    pending = len(pending_migrations())
    return not pending, f"{counted(pending, 'step is', 'steps are')} missing" if pending else "up to date"


def _worker(now: datetime) -> tuple[bool, str]:
    last = beats().order_by("-finished_at").values_list("finished_at", flat=True).first()
    if last is None:
        return False, "has given no sign of life yet"
    return now - last < WORKER_SILENT, f"last sign of life {_ago(now - last)} ago"


def _clock(now: datetime) -> tuple[bool, str]:
    jobs = list(DueJob.objects.order_by("name"))
    last = max((job.started for job in jobs if job.started), default=None)
    if last is None:
        return False, "no job has run yet"
    if now - last > CLOCK_SILENT:
        return False, f"nothing has run for {_ago(now - last)}"
    failing = [job.name for job in jobs if job.failing_since]
    return not failing, f"failing: {', '.join(failing)}" if failing else f"{len(jobs)} jobs, none failing"


def _disk(now: datetime) -> tuple[bool, str]:
    del now
    free = shutil.disk_usage(settings.HOME).free >> 20
    return free > ROOM_MB, f"{free} MB free"


def _ago(passed: timedelta) -> str:
    seconds = max(0, int(passed.total_seconds()))
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"


QUESTIONS: Final[dict[str, Callable[[datetime], tuple[bool, str]]]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "due": _clock,
    "disk": _disk,
}
