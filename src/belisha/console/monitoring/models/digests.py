"""What is signed: the week by the safeguarding lead, the day by the technician."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from belisha.console.access.models import School, User

__all__ = ["DigestSignature", "HealthDay"]


class SignedQuerySet(models.QuerySet["DigestSignature"]):
    """Questions about signed digests."""

    def for_school(self, school: School) -> SignedQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class DigestSignature(models.Model):
    """Somebody has read the digest of a week and stands by what was done. What it said is kept as they saw it."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="digest_signatures_of_alerts")
    week = models.DateField()  # its Monday
    figures = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)

    objects: ClassVar = SignedQuerySet.as_manager()

    class Meta:
        """A week is signed once."""

        ordering: ClassVar = ["-week", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "week"], name="one_alert_digest_a_week")]

    def __str__(self) -> str:
        return f"{self.school}, {self.week}"


class HealthQuerySet(models.QuerySet["HealthDay"]):
    """Questions about the daily page."""

    def for_school(self, school: School) -> HealthQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class HealthDay(models.Model):
    """A technician has looked at the health of filter and monitoring on a day; what it said is kept."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="health_days")
    day = models.DateField()
    facts = models.JSONField()  # [title, state, words]
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)

    objects: ClassVar = HealthQuerySet.as_manager()

    class Meta:
        """A day is looked at once."""

        ordering: ClassVar = ["-day", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "day"], name="one_look_at_health_a_day")]

    def __str__(self) -> str:
        return f"{self.school}, {self.day}"
