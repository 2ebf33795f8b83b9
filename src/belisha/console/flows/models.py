"""What became of the jobs that run by the clock (due.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["DueJob", "DueRun"]


class DueJob(models.Model):
    """A job and how it stands: the moment that it last ran for, and since when it fails."""

    name = models.CharField(max_length=80, primary_key=True)
    slot = models.DateTimeField()  # the moment by the clock that it last ran for, or was first seen at
    started = models.DateTimeField(null=True)  # None: it has never run
    finished = models.DateTimeField(null=True)
    did = models.TextField(blank=True)
    error = models.TextField(blank=True)  # of the last run; empty when that went well
    failing_since = models.DateTimeField(null=True)


class DueRun(models.Model):
    """One run that did something or failed. Runs that found nothing to do leave no row of their own."""

    job = models.ForeignKey(DueJob, on_delete=models.CASCADE, related_name="runs")
    started = models.DateTimeField()
    finished = models.DateTimeField()
    did = models.TextField(blank=True)
    error = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-started", "-pk"]
        indexes: ClassVar = [models.Index(fields=["job", "-started"])]
