"""What a federation or a school decided about one subject: a setting, or a part of its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from belisha.console.access.models.schools import Federation, School
from belisha.console.access.models.users import User

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Decision"]


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def in_force(self) -> DecisionQuerySet:
        """Those that nothing newer has replaced."""
        return self.filter(until__isnull=True)

    def of_federation(self, federation: Federation) -> DecisionQuerySet:
        """What a federation decided itself, for all of its schools."""
        return self.filter(federation=federation, school__isnull=True)

    def for_school(self, school: School) -> DecisionQuerySet:
        """What counts for a school: its own decisions and those of its federation."""
        return self.for_schools([school])

    def for_schools(self, schools: Iterable[School]) -> DecisionQuerySet:
        """What counts for some schools: their own decisions and those of their federations."""
        schools = list(schools)
        federations = {school.federation_id for school in schools}
        return self.filter(Q(school__isnull=True) | Q(school__in=schools), federation__in=federations)


class Decision(models.Model):
    """The value of a key from one moment to the next; older rows are the history. No value: as inherited."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="decisions")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, related_name="decisions"
    )  # None: federation
    key = models.CharField(max_length=80)  # "idle-minutes"; "calendar.2026.terms"
    value = models.JSONField(null=True)
    locked = models.BooleanField(default=False)  # the federation's only: no school may differ
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # when the next one replaced it
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: the system
    reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        """One decision is in force for each key at each level; only a federation locks."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "key"], condition=Q(until__isnull=True, school__isnull=False), name="one_of_a_school"
            ),
            models.UniqueConstraint(
                fields=["federation", "key"],
                condition=Q(until__isnull=True, school__isnull=True),
                name="one_of_a_federation",
            ),
            models.CheckConstraint(condition=Q(locked=False) | Q(school__isnull=True), name="only_federations_lock"),
        ]
        indexes: ClassVar = [models.Index(fields=["federation", "key", "-since"])]
