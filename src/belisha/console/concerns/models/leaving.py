"""Files that go to a child's next school, and files that came from the one before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

__all__ = ["HandOver", "ReceivedFile", "ReceivingKey"]


class HandOver(models.Model):
    """A child's file on its way to the next school, until that school says that it has it."""

    class How(models.TextChoices):
        """How it went; never by ordinary mail without its lock, which every file has."""

        MAIL = "mail", _("By e-mail, as the locked file")
        TRANSFER = "transfer", _("By a secure transfer site")
        HAND = "hand", _("By hand, on a medium")
        POST = "post", _("By signed-for post, on a medium")

    class Outcome(models.TextChoices):
        """How it ended."""

        OPEN = "open", _("No receipt yet")
        RECEIVED = "received", _("The next school has it")
        ENDED = "ended", _("Ended without a receipt")

    key = models.CharField(max_length=32, unique=True)  # drawn by lot: its name in addresses
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to_school = models.CharField(max_length=160)
    lead = models.CharField(max_length=160)  # the designated safeguarding lead there
    email = models.EmailField(blank=True)
    recipient = models.CharField(max_length=80)  # their public key (age1…): nobody else opens the file
    moves_on = models.DateField()  # the last day here
    due = models.DateField()  # five school days later
    named = models.BooleanField(default=False)  # others are named; else what they are in a concern alone
    other_routes = models.BooleanField(default=False)  # with those of the head, chair, DPO
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)  # downloaded last
    sha256 = models.CharField(max_length=64, blank=True)  # hexadecimal, of the zip inside the last download
    concerns = models.JSONField(default=list)  # numbers of those in the last download
    sent_on = models.DateField(null=True)
    how = models.CharField(max_length=8, choices=How, blank=True)
    receipt_on = models.DateField(null=True)
    receipt_by = models.CharField(max_length=160, blank=True)  # who there said so
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(max_length=400, blank=True)  # of ending it without a receipt

    class Meta:
        """A child goes to one school at a time."""

        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(outcome="open"), name="one_hand_over_at_a_time"),
            models.CheckConstraint(
                condition=~Q(outcome="received") | Q(receipt_on__isnull=False), name="a_receipt_says_when"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "outcome"])]

    def __str__(self) -> str:
        return self.key[:8]

    @property
    def chain(self) -> str:
        """On record with the concerns of the school, apart from what everybody may look up."""
        return f"concerns:{self.school_id}"


class ReceivingKey(models.Model):
    """The key of a school for files that come to it: the public half is given away, the other never leaves."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="receiving_key")
    public = models.CharField(max_length=80)
    sealed = models.CharField(max_length=400)  # the other half, encrypted by the console's own key
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.public

    @property
    def chain(self) -> str:
        """As that of the concerns of the school."""
        return f"concerns:{self.school_id}"


class ReceivedFile(models.Model):
    """A file from the school before: looked at first, then taken in whole. What it held lies with the concerns."""

    key = models.CharField(max_length=32, unique=True)  # drawn by lot: in addresses, and on disk until it is taken in
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    from_school = models.CharField(max_length=160)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # None: not taken in yet
    sha256 = models.CharField(max_length=64)  # hexadecimal, of the zip
    locked_key = models.CharField(max_length=120, blank=True)  # opens it on disk; gone once it is taken in
    lock = models.CharField(max_length=16)
    came_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    references = models.JSONField(default=list)  # of the concerns, as they are called at the school before
    entries = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)  # files that could not be kept; an entry of the concern says why

    class Meta:
        """The same file is taken in once."""

        ordering: ClassVar = ["-came_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "sha256"], condition=Q(taken_in_at__isnull=False), name="taken_in_once"
            )
        ]

    def __str__(self) -> str:
        return self.key[:8]

    @property
    def chain(self) -> str:
        """As that of the concerns of the school."""
        return f"concerns:{self.school_id}"
