"""Requests to see what is held of somebody, and what was decided of each piece.

What is held is not copied here: each piece is asked of its app again and known by the seal of its words, so that a
decision on other words does not count.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

__all__ = ["AccessRequest", "PieceDecision"]


class AccessRequest(models.Model):
    """Somebody asks to see what is held of a person; one calendar month from the day on which it came."""

    class AskedBy(models.TextChoices):
        """Who asks."""

        SELF = "self", _("The person themselves")
        PARENT = "parent", _("A parent or carer, for a child")
        OTHER = "other", _("Somebody else who acts for them: a solicitor, somebody with power of attorney")

    class Competence(models.TextChoices):
        """Of a child: whose right it is to exercise. It is the child's own data, whoever asks."""

        ADULT = "adult", _("Not a child")
        CHILD_ASKS = "child-asks", _("The child understands and asks themselves")
        CHILD_AGREES = "child-agrees", _("The child understands, and agrees that the parent asks")
        NOT_YET = "not-yet", _("The child does not understand enough; the parent asks in the child's interest")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Being worked on")
        SENT = "sent", _("Answered")
        ENDED = "ended", _("Ended without a pack")

    class How(models.TextChoices):
        """How the pack went."""

        KEY = "key", _("Locked with age for the asker's key")
        HAND = "hand", _("Handed over in person")

    key = models.CharField(max_length=16, unique=True)  # drawn by lot: in addresses and in the record
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    asked_by = models.CharField(max_length=8, choices=AskedBy)
    asker = models.CharField(max_length=160)
    identity = models.CharField(max_length=400)  # how it was made sure that they are who they say, and may ask
    competence = models.CharField(max_length=12, choices=Competence)
    competence_note = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField()
    extended_by_months = models.PositiveSmallIntegerField(default=0)
    extended_reason = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    packed_at = models.DateTimeField(null=True)
    packed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)  # hexadecimal, of the zip that was made last
    how = models.CharField(max_length=8, choices=How, blank=True)
    recipient = models.CharField(max_length=80, blank=True)  # the asker's public key
    sent_on = models.DateField(null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """What is due first."""

        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(extended_by_months__lte=2), name="two_months_more_at_most"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_on__isnull=False), name="answered_says_when"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state", "due_on"])]

    def __str__(self) -> str:
        return self.key

    @property
    def chain(self) -> str:
        """A chain of its own: that there is a request, and what it holds, is not for all who read the school's."""
        return f"subject-access:{self.school_id}"


class PieceDecision(models.Model):
    """What is done with one piece: by somebody who may read it, checked by somebody else who may."""

    class Says(models.TextChoices):
        """What is done with it."""

        GIVE = "give", _("Give it")
        CUT = "cut", _("Give it without some words")
        WITHHOLD = "withhold", _("Withhold it")

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="decisions")
    holder = models.CharField(max_length=24)
    piece = models.CharField(max_length=80)  # its key within its holder
    seal = models.CharField(max_length=64)  # SHA-256 of its words when it was decided
    says = models.CharField(max_length=8, choices=Says)
    cuts = models.JSONField(default=list)  # words that are cut out wherever they stand in the piece
    ground = models.CharField(max_length=24, blank=True)  # id in grounds.yaml
    reason = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One of a piece; nobody checks what they decided."""

        ordering: ClassVar = ["holder", "piece"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "holder", "piece"], name="one_decision_of_a_piece"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("decided_by")), name="a_second_person_checks"
            ),
            models.CheckConstraint(condition=~Q(says="withhold") | ~Q(ground=""), name="withheld_on_a_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.piece}"
