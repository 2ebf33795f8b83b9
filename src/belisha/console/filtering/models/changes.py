"""Changes of the filter, from a draft to what is in force, and who may apply them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from belisha.console.access.models import Federation, School, User
from belisha.engine.policy.edits import load_edits

if TYPE_CHECKING:
    from datetime import date

    from belisha.engine.policy.edits import Edit

__all__ = ["Change", "Half", "ManagerRight"]


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about changes."""

    def for_school(self, school: School) -> ChangeQuerySet:
        """Those of a school, and those that its federation made for all. The one door."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))


class Change(models.Model):
    """What the filter is to do otherwise: a draft with a risk form, then applied as a whole, or withdrawn."""

    class State(models.TextChoices):
        """How far it is. What it still waits for (halves, consent) is asked of `changes.rules`."""

        DRAFT = "draft", "being written"
        ASSESSING = "assessing", "being assessed"
        APPLIED = "applied", "in force"
        UNDONE = "undone", "undone"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Way(models.TextChoices):
        """How it came."""

        ORDINARY = "ordinary", "ordinary"
        EMERGENCY = "emergency", "emergency block"  # applied at once, reviewed after
        UNDOING = "undoing", "takes another back"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="filter_changes")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="filter_changes")  # None: all
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    way = models.CharField(max_length=10, choices=Way, default=Way.ORDINARY)
    edits = models.TextField(default="[]")  # engine.policy.edits.dump_edits
    inverse = models.TextField(default="[]")  # the edits that take it back, once it is applied
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="filter_changes_made")
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)  # of the risk forms, 0 to 25, once both halves are there
    consent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    consent_at = models.DateTimeField(null=True)
    consent_words = models.CharField(max_length=400, blank=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    published = models.CharField(max_length=64, blank=True)  # digest of the policy once it is in force
    published_at = models.DateTimeField(null=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # of an emergency
    reviewed_at = models.DateTimeField(null=True)
    review_words = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)  # withdrawn

    objects: ClassVar = ChangeQuerySet.as_manager()

    class Meta:
        """What is applied says by whom and when."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
                name="what_is_applied_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["federation", "state"]),
            models.Index(fields=["school", "-made_at"]),
            models.Index(fields=["-applied_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> School | Federation:
        """Where it counts, whose audit chain tells of it."""
        return self.school or self.federation

    @property
    def what(self) -> tuple[Edit, ...]:
        """Its edits."""
        return load_edits(self.edits)


class Half(models.Model):
    """One half of a change's risk form: by somebody who knows teaching, or by somebody who knows the machines."""

    class Side(models.TextChoices):
        """Which half."""

        EDUCATION = "education", "teaching"
        TECHNICAL = "technical", "technical"

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="halves")
    side = models.CharField(max_length=9, choices=Side)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answers = models.JSONField()  # by the question's id
    likelihood = models.PositiveSmallIntegerField()  # 1 to 5
    impact = models.PositiveSmallIntegerField()  # 1 to 5
    advice = models.CharField(max_length=1000, blank=True)
    against = models.BooleanField(default=False)  # advises not to do it
    edits_digest = models.CharField(max_length=64)  # of the edits that were judged: others need a new answer

    class Meta:
        """One of each side, by two different people."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "side"], name="one_half_a_side"),
            models.UniqueConstraint(fields=["change", "by"], name="two_people_assess"),
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.get_side_display()}"


class ManagerRightQuerySet(models.QuerySet["ManagerRight"]):
    """Questions about rights to apply."""

    def on(self, day: date) -> ManagerRightQuerySet:
        """Those that count on a day."""
        return self.filter(first__lte=day, last__gte=day, ended_at__isnull=True)

    def for_school(self, school: School) -> ManagerRightQuerySet:
        """Those that count at a school: for it alone, and for its whole federation."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))


class ManagerRight(models.Model):
    """Somebody is a filter manager from a first to a last day: given by whom, why. Needs a second factor to be used."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="filter_managers")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="filter_managers")  # None: all
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="filter_rights")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=400)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = ManagerRightQuerySet.as_manager()

    class Meta:
        """Ends after it began; nobody gives it to themselves."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="filter_right_ends_after_start"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("user")), name="nobody_makes_themselves_manager"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "last"])]

    def __str__(self) -> str:
        return f"{self.user}, filter manager"
