"""A policy, its versions, and what a version says otherwise than the clauses of the house."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Federation, School, User

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["ClauseChoice", "FrozenAt", "OwnClause", "Policy", "Version"]


def _new_key() -> str:
    return secrets.token_hex(4)


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Questions about policies."""

    def for_school(self, school: Place) -> PolicyQuerySet:
        """A school's own and those of its federation: the one door."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))


class Policy(models.Model):
    """A document that binds people: the online-safety policy, or a sister of it on the shelf."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="policies")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="policies")
    kind = models.SlugField(max_length=40)  # shelf/kinds.yaml
    title = models.CharField(max_length=160)
    owner = models.CharField(max_length=24)  # the role that keeps it current
    review_months = models.PositiveSmallIntegerField(default=12)

    objects: ClassVar = PolicyQuerySet.as_manager()

    class Meta:
        """A place has one of a kind; the federation's, with no school, counts for all of its schools."""

        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "kind"], condition=Q(school__isnull=False), name="one_policy_of_a_kind_a_school"
            ),
            models.UniqueConstraint(
                fields=["federation", "kind"], condition=Q(school__isnull=True), name="one_policy_of_a_kind_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about versions."""

    def for_school(self, school: Place) -> VersionQuerySet:
        """Those of a school's own policies and of its federation's: the one door."""
        own = Q(policy__school=school)
        return self.filter(own | Q(policy__school__isnull=True, policy__federation=school.federation_id))

    def published(self) -> VersionQuerySet:
        """Those in force."""
        return self.filter(state=Version.State.PUBLISHED)


class Version(models.Model):
    """One version of a policy, from its first draft until another one replaces it. Never deleted once published."""

    class State(models.TextChoices):
        """How far it is: writing/rules.py has the table of steps."""

        DRAFT = "draft", _("draft")
        CONSULTING = "consulting", _("out for consultation")
        LEADERS = "leaders", _("with the leaders")
        GOVERNORS = "governors", _("with the governors")
        SIGNING = "signing", _("approved, being signed")
        PUBLISHED = "published", _("in force")
        SUPERSEDED = "superseded", _("replaced")
        ABANDONED = "abandoned", _("given up")

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    edition = models.CharField(max_length=20)  # of the clauses it was begun from
    template = models.CharField(max_length=200, blank=True)  # another source that it was begun from
    advice = models.TextField(blank=True)  # who advised
    wellbeing = models.TextField(blank=True)  # what it means for everybody's wellbeing: no approval without
    reviewer = models.CharField(max_length=24, blank=True)  # the role that reviews it next
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    frozen = models.JSONField(null=True)  # sections as governors approved them, with the answers of every parameter
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of `frozen`
    adopted = models.DateField(null=True)  # the day of the last signature
    review_due = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)  # when it was replaced or given up

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        """One is in force and one is in the making at a time."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_policy_version_a_number"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="published"), name="one_version_of_a_policy_in_force"
            ),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["draft", "consulting", "leaders", "governors", "signing"]),
                name="one_version_of_a_policy_in_the_making",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(adopted__isnull=False, frozen__isnull=False),
                name="a_version_in_force_was_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"


class FrozenAt(models.Model):
    """A federation's policy as it read at one of its schools when governors approved it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="frozen_at")
    digest = models.CharField(max_length=64)  # of the version: governors may have sent it back and approved it again
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sections = models.JSONField()

    class Meta:
        """Once for each approved text and school."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "digest", "school"], name="one_frozen_text_a_school")
        ]

    def __str__(self) -> str:
        return f"{self.version} at {self.school}"


class ClauseChoice(models.Model):
    """What a version does with a clause of the house: leaves it out with a reason, or says it in its own words."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="choices")
    clause = models.SlugField(max_length=80)
    off = models.BooleanField(default=False)
    reason = models.CharField(max_length=400, blank=True)  # why it is left out: governors see it
    words = models.TextField(blank=True)  # in place of ours; may hold parameters

    class Meta:
        """One choice a clause."""

        ordering: ClassVar = ["clause"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "clause"], name="one_choice_a_clause"),
            models.CheckConstraint(condition=Q(off=False) | ~Q(reason=""), name="a_clause_left_out_says_why"),
        ]

    def __str__(self) -> str:
        return self.clause


class OwnClause(models.Model):
    """A paragraph that only this school has, after the clauses of a section."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="own_clauses")
    key = models.SlugField(max_length=12, default=_new_key)  # the same from version to version
    section = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    duties = models.JSONField(default=list)  # ids of the catalogue that it states

    class Meta:
        """In the order of the page."""

        ordering: ClassVar = ["section", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.words[:40]}"
