"""The policy in force: a document with versions; site rules and people's own profiles are rows beside it.

The document holds all but what may be fifty thousand (rules) or is about a child (a profile of one's own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Federation, School, User
from belisha.console.people.models import Person
from belisha.engine.policy.edits import HolderKind

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["PersonProfile", "PolicyVersion", "SiteRule"]

HOLDERS = [(kind.value, kind.value) for kind in HolderKind]


class PolicyVersion(models.Model):
    """One state of a federation's policy document, from `at` until the next. Never changed, never deleted."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    content = models.TextField()  # engine.policy.dump of a Policy without people and rules
    at = models.DateTimeField()
    change = models.OneToOneField(
        "Change", on_delete=models.PROTECT, null=True, related_name="version"
    )  # None: as it was when the console took the policy over

    class Meta:
        """Numbered from 1 in each federation."""

        ordering: ClassVar = ["federation", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["federation", "number"], name="one_version_a_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["federation", "-at"])]

    def __str__(self) -> str:
        return f"{self.federation}, version {self.number}"


class SiteRuleQuerySet(models.QuerySet["SiteRule"]):
    """Questions about site rules."""

    def for_school(self, school: School) -> SiteRuleQuerySet:
        """Rules that count at a school: its own and those of its federation. The one door."""
        return self.filter(Q(school=school) | Q(school__isnull=True, federation=school.federation_id))

    def standing(self) -> SiteRuleQuerySet:
        """Those that nobody has ended; their own end may have come."""
        return self.filter(ended_at__isnull=True)

    def in_force(self, now: datetime) -> SiteRuleQuerySet:
        """Those that decide now."""
        return self.standing().filter(Q(until__isnull=True) | Q(until__gt=now))

    def ending_by(self, now: datetime, by: datetime) -> SiteRuleQuerySet:
        """Those that decide now, and end of themselves by a moment."""
        return self.in_force(now).filter(until__lte=by)

    def unused_since(self, day: date) -> SiteRuleQuerySet:
        """Those that decided nothing since a day though the record was looked at for them all the time."""
        return self.standing().filter(Q(last_used__isnull=True) | Q(last_used__lt=day), counted_since__lte=day)

    def as_of(self, moment: datetime) -> SiteRuleQuerySet:
        """Those that stood at a moment."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), added_at__lte=moment)


class SiteRule(models.Model):
    """Opens or blocks one address for a holder. Its end, once set, is history: another rule is another row."""

    class Verdict(models.TextChoices):
        """What it does."""

        ALLOW = "allow", _("open")
        BLOCK = "block", _("blocked")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="site_rules")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, related_name="site_rules"
    )  # None: federation
    holder = models.CharField(max_length=12, choices=HOLDERS)
    holder_id = models.CharField(max_length=64, blank=True)  # as in the policy: a group's code, "p12" of a person
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="site_rules")
    code = models.CharField(max_length=64)  # its id in the policy and in the record of internet use
    address = models.CharField(max_length=2000)  # canonical: host, or host and path
    host = models.CharField(max_length=253)  # of the address, to look for and to sort by
    verdict = models.CharField(max_length=5, choices=Verdict)
    reason = models.CharField(max_length=400)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="owned_site_rules")
    owner_name = models.CharField(max_length=120)  # as the policy prints it; also where the owner has no account
    until = models.DateTimeField(null=True)
    locked = models.BooleanField(default=False)  # the federation's only
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="rules_added")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="rules_ended")
    counted_since = models.DateField(null=True)  # first day whose record of use was looked at for it
    last_used = models.DateField(null=True)  # last day on which it decided anything
    uses = models.PositiveBigIntegerField(default=0)  # requests that it decided since then

    objects: ClassVar = SiteRuleQuerySet.as_manager()

    class Meta:
        """What opens has an end; only the federation locks; an id stands once."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(verdict="allow", until__isnull=True), name="what_opens_has_an_end"),
            models.CheckConstraint(condition=~Q(reason=""), name="site_rule_has_a_reason"),
            models.CheckConstraint(
                condition=Q(locked=False) | Q(school__isnull=True), name="only_federations_lock_rules"
            ),
            models.UniqueConstraint(
                fields=["federation", "code"], condition=Q(ended_at__isnull=True), name="one_standing_rule_a_code"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["federation", "ended_at", "host"]),
            models.Index(fields=["school", "ended_at", "host"]),
            models.Index(fields=["ended_at", "until"]),
            models.Index(fields=["federation", "code"]),
            # how many each holder has is counted in the index alone
            models.Index(fields=["federation", "ended_at", "holder", "holder_id", "school"], name="rules_by_holder"),
            models.Index(fields=["owner", "ended_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.get_verdict_display()})"


class PersonProfileQuerySet(models.QuerySet["PersonProfile"]):
    """Questions about people's own profiles."""

    def for_school(self, school: School) -> PersonProfileQuerySet:
        """Those of people of one school. The one door."""
        return self.filter(person__school=school)

    def standing(self) -> PersonProfileQuerySet:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)

    def as_of(self, moment: datetime) -> PersonProfileQuerySet:
        """Those that stood at a moment."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), since__lte=moment)


class PersonProfile(models.Model):
    """Somebody has a profile of their own instead of their group's: why, by whose leave, reviewed by when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_profiles")
    profile = models.CharField(max_length=64)  # its id in the policy
    reason = models.CharField(max_length=400)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    review_on = models.DateField()
    since = models.DateTimeField()
    added_by = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = PersonProfileQuerySet.as_manager()

    class Meta:
        """One at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_profile_of_their_own"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="own_profile_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.profile}"
