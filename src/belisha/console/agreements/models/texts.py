"""What a school has made of the texts that come with Belisha, until it issues them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Wording"]


class WordingQuerySet(models.QuerySet["Wording"]):
    """Questions about a school's own words."""

    def for_school(self, school: Place) -> WordingQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Wording(models.Model):
    """A clause in a school's own words, a clause that it adds, or one that it leaves out (no text) with a reason."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="wordings")
    kind = models.SlugField(max_length=40)
    clause = models.SlugField(max_length=40)
    heading = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=1200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        """One for a clause."""

        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "kind", "clause"], name="one_wording_a_clause")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.clause}"
