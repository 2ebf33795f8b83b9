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

__all__ = ["EntryDraft", "Tie", "Word", "WordPlace"]


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
