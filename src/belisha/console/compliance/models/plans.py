"""Plans: what is done about a duty that is not kept, by whom and until when; or who bears the risk, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School as Place

__all__ = ["Plan"]


class DutyPlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def for_school(self, school: Place) -> DutyPlanQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open(self) -> DutyPlanQuerySet:
        """Those that are neither done nor dropped."""
        return self.filter(ended_at__isnull=True)


class Plan(models.Model):
    """One thing that is done about a duty, or a risk that somebody bears for a time. It never changes the standing."""

    class Kind(models.TextChoices):
        """What it is."""

        ACTION = "action", _("something to do")
        RISK = "risk", _("a risk that is accepted")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="plans")
    duty = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ACTION)
    words = models.CharField(max_length=400)  # what is to be done; why the risk is borne
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans")
    due = models.DateField()  # done by then; borne until then
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=400, blank=True)

    objects: ClassVar = DutyPlanQuerySet.as_manager()

    class Meta:
        """What falls due first."""

        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(outcome=""), name="a_plan_that_ended_says_what_came_of_it"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "duty"]),
            models.Index(fields=["owner", "due"], condition=Q(ended_at__isnull=True), name="open_plans_of_somebody"),
        ]

    def __str__(self) -> str:
        return self.words

    def is_late(self, today: date) -> bool:
        """Whether it should have been done, or borne no longer."""
        return self.ended_at is None and self.due < today
