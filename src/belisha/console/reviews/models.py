"""Reviews that people sign, what is to be done after them, and why one is wanted early."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User

__all__ = ["Review", "ReviewAction", "ReviewCause", "Signature"]


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions about reviews."""

    def for_school(self, school: School) -> ReviewQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class Review(models.Model):
    """One review of a kind (kinds.yaml): answers, signed by all who must, then never changed."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("being written")
        SIGNED = "signed", _("signed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()  # of the questions
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answers = models.JSONField(default=dict)  # by the question's id
    # what was found when the first signed, and so what all sign: title, state, words, source, when, link
    facts = models.JSONField(default=list)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what they sign (rules.frozen_text)
    taken_off = models.JSONField(default=list)  # signatures of an earlier text: part, name, when signed, when taken off
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)  # by the last who must

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        """One of a kind is open at a time."""

        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "kind"], condition=Q(state="open"), name="one_open_review_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="a_signed_review_says_when"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "kind", "-signed_at"])]

    def __str__(self) -> str:
        return self.kind


class Signature(models.Model):
    """Somebody stands by a review, for one of its parts, with a comment of their own."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)  # that they signed with
    at = models.DateTimeField()
    words = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64, blank=True)  # of what was signed

    class Meta:
        """A part is signed once, and nobody signs two."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "part"], name="one_signature_a_part"),
            models.UniqueConstraint(fields=["review", "by"], name="different_people_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.by}"


class ReviewAction(models.Model):
    """Something to do that a review found, with a name and a day."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=400)
    owner = models.CharField(max_length=120)
    due = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_words = models.CharField(max_length=400, blank=True)

    class Meta:
        """In the order of their days."""

        ordering: ClassVar = ["due", "pk"]

    def __str__(self) -> str:
        return self.text


class ReviewCause(models.Model):
    """Why a review of a kind is wanted before its time: an incident, new technology, a change of the filter."""

    class Cause(models.TextChoices):
        """As the official standard names them."""

        RISK = "risk", _("A safeguarding risk was found")
        PRACTICE = "practice", _("People work in another way")
        TECHNOLOGY = "technology", _("New technology came")
        UPDATE = "update", _("A major update of software")
        CONFIGURATION = "configuration", _("The filter's set-up changed")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="review_causes")
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=16, choices=Cause)
    words = models.CharField(max_length=400)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    met_by = models.ForeignKey(Review, on_delete=models.SET_NULL, null=True, related_name="causes")

    class Meta:
        """Open ones are asked for by school."""

        ordering: ClassVar = ["since", "pk"]
        indexes: ClassVar = [models.Index(fields=["school", "kind", "met_by"])]

    def __str__(self) -> str:
        return self.words
