"""What a pupil told, and the talk that goes on from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern

__all__ = ["Telling", "TellingPractice"]


class Telling(models.Model):
    """A child told us something. What was said is in the concern's entries; here child and adult find each other.

    One who did not say who they are has a code, of which we keep the digest alone: nothing here leads to them.
    """

    key = models.CharField(max_length=24, unique=True)  # drawn by lot, for addresses
    # those of concerns that were put together are with one concern
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="tellings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="tellings")  # None: did not say
    code_digest = models.CharField(max_length=64, blank=True)
    picture = models.CharField(max_length=16)  # id in telling/data/pictures.yaml
    for_friend = models.BooleanField(default=False)
    chosen = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: the team
    told_at = models.DateTimeField()
    unread_since = models.DateTimeField(null=True)  # the oldest message of the child that no adult has opened
    first_read_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)  # the team was reminded of what is unread
    answer_unseen = models.BooleanField(default=False)  # an adult wrote and the child has not looked

    class Meta:
        """A code opens one."""

        ordering: ClassVar = ["-told_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="one_telling_a_code")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-told_at"]), models.Index(fields=["unread_since"])]

    def __str__(self) -> str:
        return self.key


class TellingPractice(models.Model):
    """A class tried the button with their teacher: which year group, when. No words are kept."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        """The latest of each year group is asked for."""

        indexes: ClassVar = [models.Index(fields=["school", "year", "at"])]

    def __str__(self) -> str:
        return self.year
