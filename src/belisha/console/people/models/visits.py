"""Visits: who was in the building, from when to when, and whose guest they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models.people import Person

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Visit"]


class VisitQuerySet(models.QuerySet["Visit"]):
    """Questions about visits."""

    def for_school(self, school: School) -> VisitQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open(self) -> VisitQuerySet:
        """Those of people who are in the building."""
        return self.filter(left_at__isnull=True)


class Visit(models.Model):
    """A visitor signed in at the desk. They leave by signing out, or by themselves at the end of the day."""

    class Identity(models.TextChoices):
        """How the desk knows that they are who they say."""

        BADGE = "badge", _("Badge of their organisation, with a photo")
        DOCUMENT = "document", _("Passport, driving licence or identity card")
        KNOWN = "known", _("Known to us from earlier visits")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hosted")  # whose guest they are
    purpose = models.CharField(max_length=120, blank=True)
    identity = models.CharField(max_length=12, choices=Identity)
    alone = models.BooleanField(default=False)  # checked, so that nobody has to go with them
    arrived_at = models.DateTimeField()
    until = models.DateTimeField()  # when they expect to leave
    closes_at = models.DateTimeField()  # when the entry closes by itself
    signed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.BooleanField(default=False)  # they got a guest code
    left_at = models.DateTimeField(null=True, blank=True)
    signed_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: by itself

    objects: ClassVar = VisitQuerySet.as_manager()

    class Meta:
        """Newest first; nobody is in the building twice."""

        ordering: ClassVar = ["-arrived_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(left_at__isnull=True), name="one_visit_at_a_time"),
            models.CheckConstraint(condition=Q(closes_at__gte=F("until")), name="visit_closes_after_its_end"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "-arrived_at"]),
            models.Index(fields=["left_at", "closes_at"]),
        ]

    def __str__(self) -> str:
        return self.person.name

    def is_late(self, now: datetime) -> bool:
        """Whether they should have left and have not signed out."""
        return self.left_at is None and self.until < now
