"""What the safeguarding team said of a pattern, and the lesson that followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School, User

__all__ = ["TrendNote"]


class TrendNote(models.Model):
    """A rise that somebody looked into. No names: it is about a kind of concern, not about people."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # a rules.KINDS
    value = models.CharField(max_length=200)
    term = models.DateField()  # its first day
    count = models.PositiveIntegerField()  # when the note was written
    before = models.PositiveIntegerField()  # in the term before
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    lesson = models.CharField(max_length=400, blank=True)  # what is to be taught
    lesson_due = models.DateField(null=True)
    taught_at = models.DateTimeField(null=True)
    taught_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taught_words = models.CharField(max_length=400, blank=True)

    class Meta:
        """A rise is noted as often as somebody looks into it."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(lesson="") | Q(lesson_due__isnull=False), name="a_lesson_has_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["school", "term", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
