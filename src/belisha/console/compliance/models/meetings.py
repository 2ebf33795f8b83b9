"""Meetings of the online-safety group: what was on the table, what was said of it, and what is done because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.compliance.models.plans import Plan

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Meeting", "MeetingItem"]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def for_school(self, school: Place) -> MeetingQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Meeting(models.Model):
    """One meeting. Its minutes can be written until they are closed, and never afterwards."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="meetings")
    held = models.DateField()
    present = models.ManyToManyField(User, related_name="meetings")
    others = models.CharField(max_length=300, blank=True)  # who was there without an account here
    absent = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        """The newest first; one is open at a time, and one is held on a day."""

        ordering: ClassVar = ["-held", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "held"], name="one_meeting_a_day"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(closed_at__isnull=True), name="one_open_meeting_of_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held}"


class MeetingItem(models.Model):
    """Something on the table: a duty, a review, a technology, or what somebody brought."""

    class Kind(models.TextChoices):
        """What it is about."""

        DUTY = "duty", _("duty")
        REVIEW = "review", _("review")
        TECHNOLOGY = "technology", _("technology")
        PLAN = "plan", _("something to do")
        STANDARD = "standard", _("standard")
        OTHER = "other", _("something else")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    why = models.CharField(max_length=600, blank=True)  # why it was on the table, as it stood then
    link = models.CharField(max_length=300, blank=True)
    duty = models.CharField(max_length=80)  # to which what is done about it belongs
    words = models.TextField(blank=True)  # what was said and decided
    plans = models.ManyToManyField(Plan, related_name="meeting_items")

    class Meta:
        """As they are on the agenda."""

        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return self.title
