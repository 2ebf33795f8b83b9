"""Confirmations: somebody's word, with what it rests on, for a duty that no app can look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Attestation", "AttestationFile"]


class AttestationQuerySet(models.QuerySet["Attestation"]):
    """Questions about confirmations."""

    def for_school(self, school: Place) -> AttestationQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def that_count(self) -> AttestationQuerySet:
        """The last of each duty that was not taken back."""
        return self.filter(current=True)


class Attestation(models.Model):
    """Somebody says of one duty whether it is kept and how they know. Never changed; counter-signed or taken back."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="attestations")
    duty = models.CharField(max_length=80)
    kept = models.BooleanField()  # False: they say that it is not
    words = models.TextField()  # what is so, and how they know it
    evidence = models.CharField(max_length=300, blank=True)  # where it lies: a folder, a page, a file, a binder
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    at = models.DateTimeField()
    until = models.DateField()  # the last day on which it counts
    countersigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    countersigned_role = models.CharField(max_length=24, blank=True)
    countersigned_at = models.DateTimeField(null=True)
    countersigned_words = models.CharField(max_length=400, blank=True)
    current = models.BooleanField(default=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = AttestationQuerySet.as_manager()

    class Meta:
        """One counts; nobody counter-signs what they said themselves."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "duty"], condition=Q(current=True), name="one_confirmation_of_a_duty_counts"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("by")),
                name="somebody_else_countersigns",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(current=False), name="what_was_taken_back_counts_no_more"
            ),
        ]

    def __str__(self) -> str:
        return self.duty


class AttestationFileQuerySet(models.QuerySet["AttestationFile"]):
    """Questions about files of confirmations."""

    def for_school(self, school: Place) -> AttestationFileQuerySet:
        """Those of one school: the one door."""
        return self.filter(attestation__school=school)

    def waiting(self) -> AttestationFileQuerySet:
        """Those that the virus scanner has not looked at."""
        return self.filter(state=AttestationFile.State.WAITING)


class AttestationFile(models.Model):
    """A file that somebody's word rests on; its content lies encrypted beside the evidence of concerns (store.py)."""

    class State(models.TextChoices):
        """What the virus scanner said."""

        WAITING = "waiting", _("waits for the virus scanner")
        CLEAN = "clean", _("nothing found")
        INFECTED = "infected", _("the virus scanner found something")

    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=16)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    locked_key = models.CharField(max_length=120)  # the file's own key, encrypted
    lock = models.CharField(max_length=16)  # by which of the installation's keys
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    scanned_at = models.DateTimeField(null=True)
    scanner = models.CharField(max_length=120, blank=True)
    found = models.CharField(max_length=160, blank=True)

    objects: ClassVar = AttestationFileQuerySet.as_manager()

    class Meta:
        """In the order in which they came; the same file once."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attestation", "sha256"], name="a_file_is_with_a_confirmation_once")
        ]

    def __str__(self) -> str:
        return self.key
