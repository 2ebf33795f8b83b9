"""What a school says of itself, aspect by aspect: a level, why, and what Belisha suggested then."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["AspectJudged"]


class AspectQuerySet(models.QuerySet["AspectJudged"]):
    """Questions about judgements."""

    def for_school(self, school: Place) -> AspectQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class AspectJudged(models.Model):
    """Somebody chose a level for an aspect of the self-review. Never changed: the last one counts."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="aspects_judged")
    aspect = models.CharField(max_length=8)  # a point of the standard 360-degree-safe
    level = models.PositiveSmallIntegerField()  # 5 is the lowest, 1 the best
    words = models.TextField()  # the school's own comment
    improve = models.TextField(blank=True)  # what it wants to do next
    suggested = models.PositiveSmallIntegerField(null=True)  # by the duties as they stood; None: nothing was known
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    at = models.DateTimeField()

    objects: ClassVar = AspectQuerySet.as_manager()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="a_level_is_from_five_to_one")
        ]
        indexes: ClassVar = [models.Index(fields=["school", "aspect", "-at"])]

    def __str__(self) -> str:
        return f"{self.aspect}: {self.level}"
