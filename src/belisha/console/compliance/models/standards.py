"""Which edition of a standard counts at a school: the one that somebody has read and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["AcceptedEdition"]


class AcceptedQuerySet(models.QuerySet["AcceptedEdition"]):
    """Questions about accepted editions."""

    def for_school(self, school: Place) -> AcceptedQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class AcceptedEdition(models.Model):
    """Somebody has read what a new edition changes, and it counts from then on. Never changed."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="accepted_editions")
    standard = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # of the words that were accepted
    words = models.CharField(max_length=400)  # what follows for the school
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    at = models.DateTimeField()

    objects: ClassVar = AcceptedQuerySet.as_manager()

    class Meta:
        """An edition is accepted once."""

        ordering: ClassVar = ["standard", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "standard", "version"], name="an_edition_is_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.version}"
