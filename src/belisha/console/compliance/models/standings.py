"""How each duty of each school stands, and how it stood before: a row for each stretch in which nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models import School
from belisha.console.duties.registry import Basis, State

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["DutyStanding"]


class StandingQuerySet(models.QuerySet["DutyStanding"]):
    """Questions about standings."""

    def for_school(self, school: School) -> StandingQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def now(self) -> StandingQuerySet:
        """How things stand as they were last asked."""
        return self.filter(current=True)

    def between(self, first: datetime, last: datetime) -> StandingQuerySet:
        """Stretches that reach into a time."""
        return self.filter(first_asked__lt=last, last_asked__gte=first)


class DutyStanding(models.Model):
    """A duty stood so from the first to the last time that it was asked. The last stretch of each is `current`."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="standings")
    duty = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    basis = models.CharField(max_length=10, choices=[(basis.value, basis.value) for basis in Basis])
    reason = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()  # when the state began, as the proof says, else when it was first seen
    first_asked = models.DateTimeField()
    last_asked = models.DateTimeField()
    current = models.BooleanField(default=True)

    objects: ClassVar = StandingQuerySet.as_manager()

    class Meta:
        """One standing now; the history of a duty in order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "duty"], condition=Q(current=True), name="one_standing_now")
        ]
        indexes: ClassVar = [models.Index(fields=["school", "duty", "first_asked"], name="standing_history")]
