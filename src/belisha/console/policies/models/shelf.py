"""The shelf of sister policies, and policies that a school brought with it, matched to duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.policies.models.policies import Policy

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Brought", "Document", "DocumentContent", "Sentence"]


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def for_school(self, school: Place) -> DocumentQuerySet:
        """Those of a school's own policies and of its federation's: the one door."""
        own = Q(policy__school=school)
        return self.filter(own | Q(policy__school__isnull=True, policy__federation=school.federation_id))

    def current(self) -> DocumentQuerySet:
        """Those that count now."""
        return self.filter(ended_at__isnull=True)


class Document(models.Model):
    """One edition of a sister policy: an uploaded file, or words written here. Older ones stay."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    media = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file
    scanned_by = models.CharField(max_length=120, blank=True)  # engine and signatures
    adopted = models.DateField()
    review_due = models.DateField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        """One edition of a policy counts; it has a file or words."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_document_a_number"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(ended_at__isnull=True), name="one_document_of_a_policy_counts"
            ),
            models.CheckConstraint(condition=~Q(words="") | ~Q(file_name=""), name="a_document_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, edition {self.number}"


class DocumentContent(models.Model):
    """The bytes of an uploaded document, apart: lists never read them."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="content")
    held = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document)


class BroughtQuerySet(models.QuerySet["Brought"]):
    """Questions about policies that were brought."""

    def for_school(self, school: Place) -> BroughtQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Brought(models.Model):
    """A policy that a school had before: its sentences, each matched to duties by the machine and then by somebody."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="brought_policies")
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    objects: ClassVar = BroughtQuerySet.as_manager()

    class Meta:
        """Newest first; a file comes once."""

        ordering: ClassVar = ["-brought_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "digest"], name="a_policy_is_brought_once")]

    def __str__(self) -> str:
        return self.title


class Sentence(models.Model):
    """One sentence of a policy that was brought. `duties`: what it promises, as it is now thought to."""

    class State(models.TextChoices):
        """Who says so."""

        MATCHED = "matched", _("matched by the machine")
        UNSURE = "unsure", _("perhaps")
        NONE = "none", _("promises nothing that we know")
        CONFIRMED = "confirmed", _("looked at by somebody")

    brought = models.ForeignKey(Brought, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField()
    text = models.TextField()
    duties = models.JSONField(default=list)  # ids of the catalogue
    score = models.FloatField(default=0)  # of the best, 0 to 1
    suggestions = models.JSONField(default=list)  # the next best
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the text."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["brought", "position"], name="one_sentence_a_place")]
        indexes: ClassVar = [models.Index(fields=["brought", "state"])]

    def __str__(self) -> str:
        return self.text[:60]
