"""How long records of concerns are kept: what may not be deleted, and what was proposed and decided of the others.

None holds a word of a concern, nor whom it is about: all are read by the data protection officer, who need not know it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern
from belisha.console.concerns.models.leaving import HandOver, ReceivedFile
from belisha.console.people.models import Person

__all__ = ["Hold", "KeepingReview", "PersonHold"]


class Hold(models.Model):
    """A concern is not deleted whatever its clock says: a claim, a court, an inquiry. Looked at again by a day."""

    key = models.CharField(max_length=16, unique=True)  # drawn by lot, for addresses
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=400)
    review_on = models.DateField()
    since = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """One at a time; the next to be looked at first."""

        ordering: ClassVar = ["review_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern"], condition=Q(ended_at__isnull=True), name="one_hold_of_a_concern_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def chain(self) -> str:
        """As that of the concern."""
        return self.concern.chain


class PersonHold(models.Model):
    """Nothing in which somebody stands is deleted, whatever its clock says: also what is written of them later."""

    key = models.CharField(max_length=16, unique=True)  # drawn by lot, for addresses
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    review_on = models.DateField()
    since = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """One at a time; the next to be looked at first."""

        ordering: ClassVar = ["review_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "person"], condition=Q(ended_at__isnull=True), name="one_hold_of_somebody_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def chain(self) -> str:
        """As that of the concerns of the school."""
        return f"concerns:{self.school_id}"


class KeepingReview(models.Model):
    """A record whose time is over is put to two people. Stays as the tombstone of what they had deleted.

    The database lets entries of a concern go only while one of these says that two different people want it.
    """

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("To be decided")
        DELETING = "deleting", _("Being deleted")
        DELETED = "deleted", _("Deleted")
        KEPT = "kept", _("Kept longer")
        WITHDRAWN = "withdrawn", _("No longer due")

    class Says(models.TextChoices):
        """What one of the two wants."""

        DELETE = "delete", _("Delete it")
        KEEP = "keep", _("Keep it longer")

    key = models.CharField(max_length=16, unique=True)  # drawn by lot, for addresses
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    # of what is deleted nothing is left here but its reference
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, related_name="keeping_reviews")
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, null=True, related_name="+")  # instead of one
    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")  # instead of one
    reference = models.CharField(max_length=9)  # of the concern; of papers the first letters of their key
    route = models.CharField(max_length=8, choices=Concern.Route)  # who may know that there was one
    record_class = models.CharField(max_length=24)  # id in keeping/classes.yaml: the one whose clock ran longest
    due_on = models.DateField()
    holds_much = models.JSONField(default=dict)  # how much there is: entries, files, bytes, referrals …
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)
    # whoever answers for the concern
    lead_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lead_at = models.DateTimeField(null=True)
    lead_says = models.CharField(max_length=8, choices=Says, blank=True)
    lead_until = models.DateField(null=True)
    lead_reason = models.CharField(max_length=400, blank=True)
    # whoever answers for the protection of data
    data_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    data_at = models.DateTimeField(null=True)
    data_says = models.CharField(max_length=8, choices=Says, blank=True)
    data_until = models.DateField(null=True)
    data_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """The longest due first; two different people want what is deleted."""

        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern"], condition=Q(state="open"), name="one_review_of_a_concern"),
            models.UniqueConstraint(fields=["hand_over"], condition=Q(state="open"), name="one_review_of_a_hand_over"),
            models.UniqueConstraint(fields=["received"], condition=Q(state="open"), name="one_review_of_what_came"),
            models.CheckConstraint(
                condition=~Q(state__in=["deleting", "deleted"])
                | Q(lead_says="delete", data_says="delete", lead_by__isnull=False, data_by__isnull=False)
                & ~Q(lead_by=F("data_by")),
                name="two_people_want_it_deleted",
            ),
            models.CheckConstraint(condition=~Q(state="kept") | Q(kept_until__isnull=False), name="kept_says_how_long"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state", "due_on"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def chain(self) -> str:
        """As that of the concerns of the school."""
        return f"concerns:{self.school_id}"

    @property
    def paper(self) -> HandOver | ReceivedFile | None:
        """What it is about where it is no concern: that a file went, or came."""
        return self.hand_over or self.received
