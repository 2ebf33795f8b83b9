"""Questions of the system's pages: jobs, mail, backups, versions."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count

from belisha.console.config.backup.making import backup_folder, backups, made_at, room_for
from belisha.console.config.database import sqlite_file
from belisha.console.flows.due import JOBS
from belisha.console.flows.models import DueJob
from belisha.console.outbox.models import OutboxMail

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

__all__ = ["Backups", "JobLine", "kept_backups", "lines_of_jobs", "mail_by_state", "mails", "versions"]


class JobLine(NamedTuple):
    """A job by the clock, and its last run where it has run."""

    name: str
    every: str
    last: DueJob | None


class Backups(NamedTuple):
    """The backups that are kept. `trouble`: why the folder cannot be looked into."""

    folder: Path
    kept: int = 0
    newest: datetime | None = None
    size: int = 0
    free: int = 0
    trouble: str = ""


def lines_of_jobs() -> list[JobLine]:
    """Every job that is registered."""
    kept = {job.name: job for job in DueJob.objects.all()}
    return [JobLine(job.name, job.every, kept.get(job.name)) for job in sorted(JOBS.values())]


def mails() -> QuerySet[OutboxMail]:
    """Every mail in the outbox, the newest first."""
    return OutboxMail.objects.all()


def mail_by_state() -> dict[str, int]:
    """How many mails stand how."""
    rows = OutboxMail.objects.order_by().values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}


def kept_backups() -> Backups:
    """What backups there are."""
    folder = backup_folder(settings.HOME, settings.CONSOLE)
    try:
        found = backups(folder)
        newest = made_at(found[-1]) if found else None
        size = found[-1].stat().st_size if found else 0
        return Backups(folder, len(found), newest, size, room_for(folder))
    except OSError as error:
        return Backups(folder, trouble=error.strerror or str(error))


def versions() -> list[tuple[str, str]]:
    """What runs here, and in which version."""
    return [
        ("Belisha", version("belisha")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, ".".join(str(part) for part in connection.get_database_version())),
    ]


def database_bytes() -> int:
    """How big the database is."""
    if connection.vendor == "sqlite":
        file = sqlite_file(settings.HOME)
        return file.stat().st_size if file.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone() or (0,)
    return int(size)
