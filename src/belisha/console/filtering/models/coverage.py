"""Cases of what is not covered, each with somebody who looks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.activity.coverage.model import Kind, Level
from belisha.console.access.models import Federation, School, User

if TYPE_CHECKING:
    from datetime import date

__all__ = ["CoverageCase", "CoverageLook"]


class CoverageCaseQuerySet(models.QuerySet["CoverageCase"]):
    """Questions about cases."""

    def for_school(self, school: School) -> CoverageCaseQuerySet:
        """Those of a school, and those of its federation's gateways and strange networks. The one door."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))

    def wanting(self, today: date) -> CoverageCaseQuerySet:
        """Those that need somebody: open, or explained until a day that has come."""
        explained = Q(state=CoverageCase.State.EXPLAINED, explained_until__lt=today)
        return self.filter(Q(state=CoverageCase.State.OPEN) | explained)


class CoverageCase(models.Model):
    """Something that should be seen and is not, or is seen and nobody knows whose it is: from its first day on."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("open")
        EXPLAINED = "explained", _("explained")
        CLOSED = "closed", _("over")  # by itself, when it is not found any more

    KINDS: ClassVar = [(kind.value, kind.value) for kind in Kind]
    LEVELS: ClassVar = [
        (Level.RED.value, _("something may go unseen")),
        (Level.AMBER.value, _("seen, but not whose")),
    ]

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="coverage_cases")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="coverage_cases")
    gap = models.CharField(max_length=300)  # its id in the record, the same while it lasts
    kind = models.CharField(max_length=24, choices=KINDS)
    level = models.CharField(max_length=5, choices=LEVELS)
    subject = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    to_do = models.CharField(max_length=500)
    count = models.PositiveIntegerField(default=1)
    items = models.JSONField(default=list, blank=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="coverage_cases")
    note = models.CharField(max_length=1000, blank=True)
    explained_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    explained_until = models.DateField(null=True)
    explanation = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = CoverageCaseQuerySet.as_manager()

    class Meta:
        """A gap has one case while it lasts; what is explained says until when."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["federation", "gap"], condition=~Q(state="closed"), name="one_case_while_it_lasts"
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | (Q(explained_until__isnull=False) & ~Q(explanation="")),
                name="what_is_explained_says_why_and_until_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state"]), models.Index(fields=["federation", "state"])]

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}"


class CoverageLook(models.Model):
    """When the findings were last taken over, and why not where they could not be."""

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, related_name="coverage_look")
    at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.federation}, {self.at}"
