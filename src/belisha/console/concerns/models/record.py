"""The record of concerns: which belong together, what is being written, and the words they are found by.

No sealed words stand here but in drafts, which are their writer's alone, and in the index, which erasure clears.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern

__all__ = ["EntryDraft", "Merge", "Tie", "Word", "WordPlace"]


class Tie(models.Model):
    """Two concerns that belong together. Shown to those alone who may see both."""

    class Kind(models.TextChoices):
        """How they came together."""

        LINKED = "linked", _("Linked")
        SPLIT = "split", _("Split off")

    one = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="tied_by")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LINKED)
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once at a time."""

        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at__isnull=True), name="two_concerns_are_tied_once"
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="a_concern_is_tied_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"


class Merge(models.Model):
    """A concern was put into another: what either was before and what went along, so that it can be taken apart."""

    source = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="merges")
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    was = models.JSONField(default=dict)  # of both, by "source" and "target": the fields that merging changes
    became = models.JSONField(default=dict)  # of the target, the same fields right after it
    subjects = models.JSONField(default=dict)  # of the target: "added" numbers, and "changed" with role and restricted
    merged_before = models.JSONField(default=list)  # numbers of those that were in the source already
    moved = models.JSONField(default=dict)  # by part: what it needs to put its rows back
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """A concern is in one other at a time."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at__isnull=True), name="a_concern_is_in_one_other"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.target}"


class EntryDraft(models.Model):
    """An entry that somebody is writing: seen by them alone, gone once it is written."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="entry_drafts")
    form = models.CharField(max_length=40)  # which form: "write", "correct-3", "body-map"
    typed = models.JSONField(default=dict)  # by the names of the fields
    saved_at = models.DateTimeField()

    class Meta:
        """One of a form for each writer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "concern", "form"], name="one_draft_of_an_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["saved_at"])]

    def __str__(self) -> str:
        return f"draft of {self.user}"


class Word(models.Model):
    """A word that concerns of a school hold, folded, as bytes: so that every database has them in the same order.

    `closed`: as a part of names of restricted subjects, which only those find who answer for the route.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    closed = models.BooleanField(default=False)
    text = models.BinaryField(max_length=160)

    class Meta:
        """Asked for by its beginning."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "closed", "text"], name="a_word_of_a_school")
        ]

    def __str__(self) -> str:
        return bytes(self.text).decode()


class WordPlace(models.Model):
    """A concern holds a word.

    Without a check that the word exists: whoever writes one while another erases its last place must not fail.
    """

    word = models.ForeignKey(Word, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """The index answers a search by itself."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["word", "concern"], name="a_word_once_in_a_concern")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.word_id}"
