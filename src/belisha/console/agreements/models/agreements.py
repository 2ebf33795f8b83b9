"""An agreement as a school has issued it, and who has signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.agreements.texts.rules import kind_of
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Agreement", "Signature"]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions about agreements."""

    def for_school(self, school: Place) -> AgreementQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def in_force(self) -> AgreementQuerySet:
        """Those that people are asked to sign now."""
        return self.filter(ended_at__isnull=True)


class Agreement(models.Model):
    """A version of an agreement: its exact text in every form, as it was issued. Never changed, only replaced."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="agreements")
    kind = models.SlugField(max_length=40)  # texts/kinds.yaml
    number = models.PositiveSmallIntegerField()
    forms = models.JSONField()  # form (plain, pictures, large …, a language) -> title and clauses as they are shown
    digest = models.CharField(max_length=64)  # SHA-256 of `forms`
    asks_again = models.BooleanField(default=True)  # who signed the one before is asked for this one too
    reason = models.CharField(max_length=300, blank=True)  # what changed
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # when another one took its place

    objects: ClassVar = AgreementQuerySet.as_manager()

    class Meta:
        """One of a kind is in force."""

        ordering: ClassVar = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "kind", "number"], name="one_agreement_a_number"),
            models.UniqueConstraint(
                fields=["school", "kind"], condition=Q(ended_at__isnull=True), name="one_agreement_of_a_kind_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Questions about signatures."""

    def for_school(self, school: Place) -> SignatureQuerySet:
        """Those of one school: the one door."""
        return self.filter(agreement__school=school)

    def that_count(self) -> SignatureQuerySet:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Signature(models.Model):
    """Somebody signed an exact text. The database refuses to change or delete it, but for its being withdrawn, once."""

    class Way(models.TextChoices):
        """How it was given."""

        OWN = "own", _("in their own session")
        LINK = "link", _("by a one-time link")
        CLASS = "class", _("with their class, on one device")
        DESK = "desk", _("at the desk")
        PAPER = "paper", _("on paper")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    child = models.ForeignKey(  # for whom a parent signs; none: for themselves
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_for"
    )
    name = models.CharField(max_length=180)  # as they were called
    at = models.DateTimeField()
    counts_for = models.PositiveSmallIntegerField()  # the school year, by its first: 2026 is 2026 to 2027
    way = models.CharField(max_length=8, choices=Way)
    form = models.CharField(max_length=40)  # which of the agreement's forms they read
    text_digest = models.CharField(max_length=64)  # SHA-256 of that form
    answers = models.JSONField(default=dict)  # check questions: id -> answer
    helper = models.CharField(max_length=180, blank=True)  # who read it with them
    witness = models.ForeignKey(  # for a child, on paper
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seal = models.CharField(max_length=64)  # SHA-256 over all of the above: signing/rules.py
    token = models.CharField(max_length=32, unique=True)  # in the QR code of its certificate
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = SignatureQuerySet.as_manager()

    class Meta:
        """Newest first; nobody signs one agreement twice in a school year, for themselves or for the same child."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "person", "counts_for"],
                condition=Q(child__isnull=True, withdrawn_at__isnull=True),
                name="one_signature_a_person",
            ),
            models.UniqueConstraint(
                fields=["agreement", "person", "child", "counts_for"],
                condition=Q(child__isnull=False, withdrawn_at__isnull=True),
                name="one_signature_a_person_and_child",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"]), models.Index(fields=["child", "-at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What was signed, in English, whatever form was read."""
        return kind_of(self.agreement.kind).title
