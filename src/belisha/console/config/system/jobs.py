"""The installation's own jobs: a sign of life of the worker, mail, backups, clearing away, and counting."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from belisha.activity.counted import counted
from belisha.console.config.backup.making import backup_folder, make_backup
from belisha.console.flows.due import due
from belisha.console.outbox.delivery import forget_old, wake_worker

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["BEAT", "beat", "beats", "take_up_again"]

BEAT: Final = f"{__name__}.beat"
MOST_TRIES: Final = 3
BEATS_KEPT: Final = timedelta(hours=1)
RESULTS_KEPT: Final = timedelta(days=14)


@task
def beat() -> str:
    """Done by the worker each minute: that it was done is the sign of life."""
    return timezone.now().isoformat()


def beats() -> QuerySet[DBTaskResult[Any, Any]]:
    """Signs of life that the worker gave."""
    return DBTaskResult.objects.filter(task_path=BEAT, status=TaskResultStatus.SUCCESSFUL)


def take_up_again() -> int:
    """Put back what a worker was doing when it ended; for a worker that begins, for there is only one. How many.

    What ended its worker three times is given up: it would do so for ever.
    """
    count = 0
    for left in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if len(left.worker_ids) >= MOST_TRIES:
            left.set_failed(RuntimeError("The worker ended three times while it did this."))
        else:
            DBTaskResult.objects.filter(pk=left.pk).update(status=TaskResultStatus.READY)
            count += 1
    return count


@due(name="worker", every="minute")
def ask_for_sign_of_life(now: datetime) -> str:
    """Ask the worker for a sign of life, unless one is asked for already."""
    del now
    if not DBTaskResult.objects.filter(task_path=BEAT, status=TaskResultStatus.READY).exists():
        beat.enqueue()
    return ""


@due(name="mail", every="minute")
def mail(now: datetime) -> str:
    """Have the worker deliver what waits."""
    return wake_worker(now)


@due(name="backup", every="day", at="01:30")
def nightly_backup(now: datetime) -> str:
    """Make the night's backup."""
    address = os.environ.get("BELISHA_DATABASE") or settings.CONSOLE.database
    folder = backup_folder(settings.HOME, settings.CONSOLE)
    made = make_backup(settings.HOME, settings.CONSOLE, address, folder, now)
    proof = "read again and whole" if made.verified else "not read again: its key is elsewhere"
    size = f"{counted(made.files, 'file')}, {made.size >> 10} KB"
    return f"{made.file.name}: {size}, {proof}; {made.removed} old ones removed"


@due(name="clearing away", every="hour")
def clear_away(now: datetime) -> str:
    """Delete results of jobs, old mail and sessions that have ended."""
    finished = DBTaskResult.objects.filter(finished_at__isnull=False)
    finished.filter(task_path=BEAT, finished_at__lt=now - BEATS_KEPT).delete()
    finished.filter(finished_at__lt=now - RESULTS_KEPT).delete()
    call_command("clearsessions")
    return forget_old(now)


@due(name="counting", every="day", at="03:30")
def count_rows(now: datetime) -> str:
    """Have the database count what its tables hold: by that it chooses how to look things up."""
    del now
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ""
