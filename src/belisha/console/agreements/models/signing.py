"""What surrounds signatures: who declined, paper, links and sittings in which others sign, what is restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.agreements.models.agreements import Agreement, Signature
from belisha.console.people.models import Group, Person

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School as Place

__all__ = ["Decline", "Reminder", "Restriction", "Scan", "SigningLink", "Sitting"]


class DeclineQuerySet(models.QuerySet["Decline"]):
    """Questions about who declined."""

    def for_school(self, school: Place) -> DeclineQuerySet:
        """Those of one school: the one door."""
        return self.filter(agreement__school=school)

    def standing(self) -> DeclineQuerySet:
        """Those that stand: nobody has signed, or taken them back, since."""
        return self.filter(ended_at__isnull=True)


class Decline(models.Model):
    """Somebody said that they do not sign, and what was talked about with them."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="declines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declines")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    conversation = models.TextField(max_length=2000, blank=True)
    talked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    talked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # they signed after all, or it was a mistake

    objects: ClassVar = DeclineQuerySet.as_manager()

    class Meta:
        """One that stands for each agreement and person."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "person"], condition=Q(ended_at__isnull=True), name="one_decline_stands"
            )
        ]

    def __str__(self) -> str:
        return self.person.name


class ScanQuerySet(models.QuerySet["Scan"]):
    """Questions about signatures on paper."""

    def for_school(self, school: Place) -> ScanQuerySet:
        """Those of one school: the one door."""
        return self.filter(signature__agreement__school=school)


class Scan(models.Model):
    """The picture of a signed sheet: it lies encrypted outside of the database, its digest here."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, primary_key=True, related_name="scan")
    media_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # SHA-256 of what was handed in
    key = models.CharField(max_length=64)  # where it lies
    locked_key = models.CharField(max_length=160)
    scanned_by = models.CharField(max_length=120)  # the virus scanner and its signatures

    objects: ClassVar = ScanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key


class SigningLink(models.Model):
    """Lets somebody without an account read and sign what is theirs. Only a digest of its secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="signing_links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # all is signed, or another one took its place

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return self.person.name


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Questions about sittings."""

    def for_school(self, school: Place) -> SittingQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open_at(self, now: datetime) -> SittingQuerySet:
        """Those that go on at a moment."""
        return self.filter(ended_at__isnull=True, until__gt=now)


class Sitting(models.Model):
    """A device on which others sign under somebody's eyes: a class one after the other, or visitors at the desk."""

    class Kind(models.TextChoices):
        """Who signs."""

        CLASS = "class", _("A class")
        DESK = "desk", _("Visitors at the desk")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sittings")
    kind = models.CharField(max_length=8, choices=Kind)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # of the secret in its address
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # the witness
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    explained_at = models.DateTimeField(null=True)  # the class was told what follows if rules are broken
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = SittingQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return str(self.group or self.get_kind_display())


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Questions about reminders."""

    def for_school(self, school: Place) -> ReminderQuerySet:
        """Those of one school: the one door."""
        return self.filter(person__school=school)


class Reminder(models.Model):
    """Somebody was reminded of what they have not signed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminders")
    asked_since = models.DateField()  # of the oldest that is due: with another one the count begins anew
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        """Each reminder once."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "asked_since", "number"], name="each_reminder_once")
        ]

    def __str__(self) -> str:
        return self.person.name


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Questions about whose internet is restricted."""

    def for_school(self, school: Place) -> RestrictionQuerySet:
        """Those of one school: the one door."""
        return self.filter(person__school=school)

    def in_force(self) -> RestrictionQuerySet:
        """Those that hold now."""
        return self.filter(ended_at__isnull=True)


class Restriction(models.Model):
    """Somebody's internet is restricted until they sign."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    because = models.CharField(max_length=300)  # kinds of agreement, as they stood
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = RestrictionQuerySet.as_manager()

    class Meta:
        """Nobody is restricted twice."""

        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_restriction_holds")
        ]

    def __str__(self) -> str:
        return self.person.name
