"""Changes to many rows at once, kept so that they can be undone: merges and the roll-over at the year's end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from belisha.console.access.models import School, User
from belisha.console.people.models.people import Person

__all__ = ["Distinct", "Merge", "RollOver"]


class MergeQuerySet(models.QuerySet["Merge"]):
    """Questions about merges."""

    def for_school(self, school: School) -> MergeQuerySet:
        """Those of one school: the one door."""
        return self.filter(kept__school=school)


class Merge(models.Model):
    """Two rows for one person became one. `moved` and `before` hold what it takes to undo it."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField()  # [["people.Membership", "person", 17], …]
    before = models.JSONField()  # fields of both rows, and of links that changed, as they were
    undone = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MergeQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"


class Distinct(models.Model):
    """Somebody looked at two rows that seem to be one person, and they are two."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # the one with the lower id
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Each pair once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="told_apart_once")]


class RollOverQuerySet(models.QuerySet["RollOver"]):
    """Questions about roll-overs."""

    def for_school(self, school: School) -> RollOverQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class RollOver(models.Model):
    """The move of a whole school into the next year, on a day: planned, applied all at once, or undone."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roll_overs")
    on = models.DateField()  # the first day of the new year
    steps = models.JSONField()  # {"<id of a class>": id of the class that its pupils go to, or null: they leave}
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    applied = models.DateTimeField(null=True, blank=True)
    cancelled = models.DateTimeField(null=True, blank=True)
    undone = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)  # what it takes to undo it

    objects: ClassVar = RollOverQuerySet.as_manager()

    class Meta:
        """Newest first; one is planned at a time."""

        ordering: ClassVar = ["-planned_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school"],
                condition=models.Q(applied__isnull=True, cancelled__isnull=True),
                name="one_planned_roll_over",
            )
        ]

    def __str__(self) -> str:
        return f"Roll-over on {self.on:%d %B %Y}"
