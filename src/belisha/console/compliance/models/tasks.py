"""Who was told of which task when, and what goes over with a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Post, School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["PostHandOver", "TaskTold"]


class ToldQuerySet(models.QuerySet["TaskTold"]):
    """Questions about who was told."""

    def for_school(self, school: Place) -> ToldQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class TaskTold(models.Model):
    """Somebody was told by mail that a task is due: by its source and key, never in its words."""

    class Stage(models.TextChoices):
        """How far it was."""

        SOON = "soon", _("falls due soon")
        TODAY = "today", _("due that day")
        LATE = "late", _("late")
        PASSED_UP = "passed-up", _("late: passed up the line")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="told_tasks")
    source = models.CharField(max_length=24)
    key = models.CharField(max_length=120)
    due = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage)
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")  # None: a role's
    at = models.DateTimeField()

    objects: ClassVar = ToldQuerySet.as_manager()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "source", "key"], name="told_of_a_task")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class HandOverQuerySet(models.QuerySet["PostHandOver"]):
    """Questions about posts that go over."""

    def for_school(self, school: Place) -> HandOverQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class PostHandOver(models.Model):
    """What whoever gives up a post leaves to who follows: a note, and what these have taken over."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hand_overs")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")  # the one that ends
    note = models.TextField(blank=True)
    note_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    taken = models.JSONField(default=list)  # the keys of what was taken over, by source

    objects: ClassVar = HandOverQuerySet.as_manager()

    class Meta:
        """One of a post at a school; who accepted stands with the time."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "post"], name="one_hand_over_of_a_post"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False), name="somebody_accepted_it"
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)
