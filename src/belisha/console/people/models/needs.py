"""What a pupil needs that matters to their safety online. Seen by few, and every look is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import User
from belisha.console.people.models.people import Person, PersonalQuerySet

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Need"]


class NeedQuerySet(PersonalQuerySet["Need"]):
    """Questions about needs."""

    def current(self) -> NeedQuerySet:
        """Those that have not ended."""
        return self.filter(ended__isnull=True)

    def overdue(self, day: date) -> NeedQuerySet:
        """Those that should have been looked at again before a day."""
        return self.current().filter(review__lt=day)


class Need(models.Model):
    """One need of one pupil, why it is recorded, and when somebody must look at it again."""

    class Kind(models.TextChoices):
        """Only what matters to how a child meets the internet."""

        SEN = "sen", _("Special educational needs (SEN)")
        EAL = "eal", _("English as an additional language (EAL)")
        HEALTH = "health", _("Health")
        LOOKED_AFTER = "looked-after", _("Looked after by the local authority")
        YOUNG_CARER = "young-carer", _("Young carer")
        CHILD_PROTECTION = "child-protection", _("Child protection or child in need plan")
        RISK = "risk", _("More at risk online")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=20, choices=Kind)
    at_risk = models.BooleanField(default=False)  # more at risk online than other children
    reason = models.TextField()
    review = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: a feed
    noted_on = models.DateField()
    ended = models.DateField(null=True, blank=True)

    objects: ClassVar = NeedQuerySet.as_manager()

    class Meta:
        """By who, then what."""

        ordering: ClassVar = ["person", "kind", "pk"]
        indexes: ClassVar = [models.Index(fields=["ended", "review"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
