"""Changes of the filter, from a draft to what is in force, and who may apply them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Federation, School, User
from belisha.engine.policy.edits import load_edits

if TYPE_CHECKING:
    from datetime import date

    from belisha.engine.policy.edits import Edit

__all__ = ["Change", "DigestSign", "Half", "Impact", "ManagerRight"]


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about changes."""

    def for_school(self, school: School) -> ChangeQuerySet:
        """Those of a school, and those that its federation made for all. The one door."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))

    def at(self, place: School | Federation) -> ChangeQuerySet:
        """Those of one place alone: a school's own, or those that count for all schools of a federation."""
        if isinstance(place, School):
            return self.filter(school=place)
        return self.filter(federation=place, school__isnull=True)

    def done(self) -> ChangeQuerySet:
        """Those that were applied, whether or not they were undone since."""
        return self.filter(applied_at__isnull=False)

    def not_in_force(self) -> ChangeQuerySet:
        """Those that were applied but have not reached the gateway yet."""
        return self.filter(applied_at__isnull=False, published="")

    def to_review(self) -> ChangeQuerySet:
        """Those that stand and must still be looked at."""
        return self.filter(self._to_review())

    def waiting(self) -> ChangeQuerySet:
        """Those that wait for a step of somebody: being assessed, or to be looked at again."""
        return self.filter(Q(state=Change.State.ASSESSING) | self._to_review())

    @staticmethod
    def _to_review() -> Q:
        return Q(state=Change.State.APPLIED, review_due__isnull=False, reviewed_at__isnull=True)


class Change(models.Model):
    """What the filter is to do otherwise: a draft with a risk form, then applied as a whole, or withdrawn."""

    class State(models.TextChoices):
        """How far it is. What it still waits for (halves, consent) is asked of `changes.rules`."""

        DRAFT = "draft", _("being written")
        ASSESSING = "assessing", _("being assessed")
        APPLIED = "applied", _("in force")
        UNDONE = "undone", _("undone")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Way(models.TextChoices):
        """How it came."""

        ORDINARY = "ordinary", _("ordinary")
        EMERGENCY = "emergency", _("emergency block")  # applied at once, reviewed after
        UNDOING = "undoing", _("takes another back")
        LESSON = "lesson", _("open for a lesson")  # by a teacher for their class, as leaders agreed; ends by itself

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
    mark = models.PositiveSmallIntegerField(null=True)  # from which score leaders had to consent when it was applied
    consent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    consent_at = models.DateTimeField(null=True)
    consent_words = models.CharField(max_length=400, blank=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    published = models.CharField(max_length=64, blank=True)  # digest of the policy once it is in force
    published_at = models.DateTimeField(null=True)
    publish_fault = models.CharField(max_length=300, blank=True)  # why it could not be put in force, the last time
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    review_due = models.DateField(null=True)  # of what must be looked at afterwards; None: it need not be
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
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
            models.Index(fields=["review_due"], condition=Q(reviewed_at__isnull=True), name="changes_to_review"),
            models.Index(fields=["applied_at"], condition=Q(published=""), name="changes_to_publish"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_way_display())

    @property
    def place(self) -> School | Federation:
        """Where it counts, whose audit chain tells of it."""
        return self.school or self.federation

    @property
    def digest(self) -> str:
        """What tells its edits from all others."""
        return sha256(self.edits.encode()).hexdigest()

    @property
    def what(self) -> tuple[Edit, ...]:
        """Its edits."""
        return load_edits(self.edits)


class Half(models.Model):
    """One half of a change's risk form: by somebody who knows teaching, or by somebody who knows the machines."""

    class Side(models.TextChoices):
        """Which half."""

        EDUCATION = "education", _("teaching")
        TECHNICAL = "technical", _("technical")

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


class Impact(models.Model):
    """What a change would have done otherwise on last week's traffic, worked out once for the same edits and policy."""

    class State(models.TextChoices):
        """How far it is."""

        WORKING = "working", _("being worked out")
        DONE = "done", _("worked out")
        FAILED = "failed", _("could not be worked out")

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="impacts")
    key = models.CharField(max_length=64)  # of the edits and the policy that it was worked out for
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    content = models.JSONField(default=dict)  # changes.impact.model.Difference, without anybody's name

    class Meta:
        """Worked out once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["change", "key"], name="one_impact_a_policy")]

    def __str__(self) -> str:
        return f"{self.change}: {self.get_state_display()}"


class DigestSignQuerySet(models.QuerySet["DigestSign"]):
    """Questions about signatures."""

    def for_school(self, school: School) -> DigestSignQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class DigestSign(models.Model):
    """Somebody has read the filter's week: the designated safeguarding lead, and whoever runs the machines."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="filter_digests")
    week = models.DateField()  # its Monday
    side = models.CharField(max_length=9, choices=Half.Side)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)
    content = models.JSONField(default=dict)  # the figures that were read

    objects: ClassVar = DigestSignQuerySet.as_manager()

    class Meta:
        """One signature of each side a week, by two different people."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "week", "side"], name="one_signature_a_side"),
            models.UniqueConstraint(fields=["school", "week", "by"], name="two_people_sign_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.school}, week of {self.week}"
