"""The risk register of technology: what somebody wants or uses, how it was assessed each time, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import OutsideService, School, User

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School as Place

__all__ = ["Assessment", "Decision", "Technology"]

OF_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Decision(models.TextChoices):
    """What leaders decided about a technology."""

    WAITING = "waiting", _("not decided yet")
    ALLOWED = "allowed", _("allowed")
    TRIAL = "trial", _("on trial")
    REFUSED = "refused", _("not allowed")


class TechnologyQuerySet(models.QuerySet["Technology"]):
    """Questions about technology."""

    def for_school(self, school: Place) -> TechnologyQuerySet:
        """What is on one school's register: the one door."""
        return self.filter(school=school)

    def standing(self) -> TechnologyQuerySet:
        """What nobody has taken off the register."""
        return self.filter(ended_at__isnull=True)

    def used(self) -> TechnologyQuerySet:
        """What may be used, and what is used whether it may or not."""
        return self.standing().filter(Q(in_use=True) | Q(decision__in=[Decision.ALLOWED, Decision.TRIAL]))


class Technology(models.Model):
    """One thing on the register. What was decided last stands on it; the assessments behind it are its history."""

    class Kind(models.TextChoices):
        """What it is."""

        APP = "app", _("app or website")
        AI = "ai", _("tool with artificial intelligence")
        DEVICE = "device", _("kind of device")
        SEARCH = "search", _("search tool")
        SYSTEM = "system", _("system with accounts")
        OTHER = "other", _("something else")

    class Origin(models.TextChoices):
        """How it came to the register."""

        WANTED = "wanted", _("somebody wants it")
        FOUND = "found", _("it turned up in use")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="technologies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    address = models.URLField(blank=True)
    purpose = models.TextField()  # what it is for, and what teaching or work gains by it
    who = models.CharField(max_length=200)
    ages = models.CharField(max_length=80, blank=True)
    pupils = models.BooleanField()  # whether children use it themselves
    data = models.TextField(blank=True)  # what it takes of people
    personal = models.BooleanField()  # whether that tells of a person
    origin = models.CharField(max_length=8, choices=Origin)
    in_use = models.BooleanField(default=False)
    service = models.ForeignKey(
        OutsideService, on_delete=models.PROTECT, null=True, blank=True, related_name="technologies"
    )
    wanted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="technologies")
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING)
    allowed_for = models.CharField(max_length=200, blank=True)
    review_on = models.DateField(null=True)  # the last day on which the decision counts
    decided_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)  # likelihood times harm, with what is done about it
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = TechnologyQuerySet.as_manager()

    class Meta:
        """A name stands once on a school's register; what was decided has a day on which it is looked at anew."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(ended_at__isnull=True), name="one_technology_a_name"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING) | Q(review_on__isnull=False),
                name="a_decided_technology_has_a_review",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "review_on"])]

    def __str__(self) -> str:
        return self.name

    def is_late(self, today: date) -> bool:
        """Whether it should have been looked at anew."""
        return self.ended_at is None and self.review_on is not None and self.review_on < today


class Assessment(models.Model):
    """What somebody made of a technology's risks; with a decision it is never changed again."""

    technology = models.ForeignKey(Technology, on_delete=models.CASCADE, related_name="assessments")
    risks = models.TextField()  # what may go wrong, for whom
    likelihood_before = models.PositiveSmallIntegerField(validators=OF_FIVE)
    harm_before = models.PositiveSmallIntegerField(validators=OF_FIVE)
    measures = models.TextField()  # what is done about it
    likelihood_after = models.PositiveSmallIntegerField(validators=OF_FIVE)
    harm_after = models.PositiveSmallIntegerField(validators=OF_FIVE)
    edition = models.CharField(max_length=80, blank=True)  # of the points on AI tools that were answered
    points = models.JSONField(default=dict)  # point's id: "yes", "no" or "unknown"
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    data_words = models.CharField(max_length=400, blank=True)  # of the data protection officer
    data_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    data_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING)
    allowed_for = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_role = models.CharField(max_length=24, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One waits for a decision at a time; nobody decides on what they assessed themselves."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["technology"], condition=Q(decision=Decision.WAITING), name="one_assessment_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(by__isnull=True) | ~Q(decided_by=F("by")),
                name="somebody_else_decides_on_technology",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING) | (Q(until__isnull=False) & ~Q(reason="")),
                name="a_decision_on_technology_has_a_reason_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technology}, {self.at:%Y-%m-%d}"

    @property
    def before(self) -> int:
        """Likelihood times harm if nothing were done."""
        return self.likelihood_before * self.harm_before

    @property
    def after(self) -> int:
        """The same with what is done about it."""
        return self.likelihood_after * self.harm_after
