"""What is kept while somebody writes a report, and what a school knows of help."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern

__all__ = ["HelpReview", "LocalHelp", "ReportDraft"]


class ReportDraft(models.Model):
    """A report that somebody of the school is writing: seen by them alone. Once sent its words are the concern's."""

    token = models.CharField(max_length=32, unique=True)  # drawn by lot; in the address of the page
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(default=dict)  # by the names of the fields; empty once it is sent
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    concern = models.OneToOneField(Concern, on_delete=models.SET_NULL, null=True, related_name="draft")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """One's own, newest first."""

        ordering: ClassVar = ["-saved_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "sent_at"])]

    def __str__(self) -> str:
        return f"draft of {self.user}"

    @property
    def chain(self) -> str:
        """Where throwing it away goes on record: with concerns, apart from the record of the school."""
        return f"concerns:{self.school_id}"


class LocalHelp(models.Model):
    """Help near a school, besides the helplines of help.yaml: a service, a person at the school, a local number."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="local_help")
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=400)
    phone = models.CharField(max_length=60, blank=True)
    site = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    topics = models.JSONField(default=list)  # ids of topics in help.yaml
    audience = models.JSONField(default=list)  # ids of audiences in help.yaml
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """By name; somebody can be reached."""

        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(site=""), name="help_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.title


class HelpReview(models.Model):
    """Somebody of a school has tried whether a line of the directory still holds."""

    class Found(models.TextChoices):
        """What they found."""

        RIGHT = "right", _("It is right")
        WRONG = "wrong", _("It is wrong: do not show it")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="help_reviews")
    item = models.CharField(max_length=60)  # id in help.yaml, or "local:" and the number of a LocalHelp
    found = models.CharField(max_length=8, choices=Found)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The latest counts."""

        ordering: ClassVar = ["on", "pk"]
        indexes: ClassVar = [models.Index(fields=["school", "item", "-on"])]

    def __str__(self) -> str:
        return f"{self.item} {self.found}"
