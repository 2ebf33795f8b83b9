"""Reports as they were made and sent: kept to the byte, so that nobody can say later that they said something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Federation, School

if TYPE_CHECKING:
    from belisha.console.access.models import Federation as Whole
    from belisha.console.access.models import School as Place

__all__ = ["KeptReport"]


class KeptReportQuerySet(models.QuerySet["KeptReport"]):
    """Questions about reports that are kept."""

    def for_school(self, school: Place) -> KeptReportQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def for_federation(self, federation: Whole) -> KeptReportQuerySet:
        """Those of a federation itself, not of one of its schools."""
        return self.filter(federation=federation, school__isnull=True)


class KeptReport(models.Model):
    """One report of a time, never changed: its paper, the hash of it, whom its link was sent to."""

    class Kind(models.TextChoices):
        """What it is."""

        MONTH = "month", _("The month on a page")
        TERM = "term", _("The term on a page, as governors were shown it")
        SCHOOLS = "schools", _("Schools compared")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="kept_reports")
    kind = models.CharField(max_length=10, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    paper = models.BinaryField()  # PDF
    sha256 = models.CharField(max_length=64)
    sent_to = models.CharField(max_length=400, blank=True)  # names, as they were then

    objects: ClassVar = KeptReportQuerySet.as_manager()

    class Meta:
        """One of a kind and time; the newest first."""

        ordering: ClassVar = ["-first", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "kind", "first"], condition=Q(school__isnull=False), name="one_report_of_a_school"
            ),
            models.UniqueConstraint(
                fields=["federation", "kind", "first"], condition=Q(school__isnull=True), name="one_report_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"
