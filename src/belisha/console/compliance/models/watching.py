"""What standings stand on: what each question read, until when its answer counts, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School
from belisha.console.duties.registry import HOUR

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School as Place

__all__ = ["Asked", "Changed", "Touched"]


class AskedQuerySet(models.QuerySet["Asked"]):
    """Questions about what was asked."""

    def for_school(self, school: Place) -> AskedQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def perhaps_to_ask(self, now: datetime, number: int) -> AskedQuerySet:
        """Those whose time is up, or since whose answer anything at all has changed: up to a number of changes.

        No answer counts for longer than an hour: one that says so was kept while the clock was wrong.
        """
        return self.filter(Q(until__lte=now) | Q(until__gt=now + HOUR) | Q(seen__lt=number))


class Asked(models.Model):
    """One question of a school, most often the proof of a duty: what it read when it was asked last."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=80)  # the duty, or one of those that answer for many
    reads = models.TextField(blank=True)  # tables, by spaces
    until = models.DateTimeField()
    seen = models.BigIntegerField()  # the number of the last change before the answer began

    objects: ClassVar = AskedQuerySet.as_manager()

    class Meta:
        """One row a question."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "question"], name="asked_once_of_a_school"),
        ]

    def __str__(self) -> str:
        return self.question


class Touched(models.Model):
    """Rows of a table changed. Written by triggers of the database alone, read and taken away by the next look."""

    table = models.CharField(max_length=63)
    school = models.BigIntegerField(default=0)  # its number; 0: rows of no school. No key: the school may be gone

    class Meta:
        """The triggers of SQLite ask whether it is noted already."""

        indexes: ClassVar = [models.Index(fields=["table", "school"], name="touched_already")]

    def __str__(self) -> str:
        return self.table


class Changed(models.Model):
    """When rows of a table last changed, as looks are numbered: a later answer has a higher number."""

    table = models.CharField(max_length=63)
    school = models.BigIntegerField()
    number = models.BigIntegerField()

    class Meta:
        """One row a table and school."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "school"], name="changed_last")]

    def __str__(self) -> str:
        return self.table
