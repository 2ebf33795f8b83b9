"""Who may reach a system of the school from afar: agencies, and staff who work away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date

__all__ = ["RemoteGrant"]


class RemoteGrantQuerySet(models.QuerySet["RemoteGrant"]):
    """Questions about remote access."""

    def for_school(self, school: School) -> RemoteGrantQuerySet:
        """That into one school. The one door."""
        return self.filter(school=school)

    def open(self) -> RemoteGrantQuerySet:
        """What nobody has closed yet."""
        return self.filter(closed_at__isnull=True)

    def of(self, whose: str) -> RemoteGrantQuerySet:
        """That of an outside organisation, or of staff."""
        return self.filter(whose=whose)

    def overdue(self, day: date) -> RemoteGrantQuerySet:
        """What is open although its last day is over."""
        return self.open().filter(last__lt=day)


class RemoteGrant(models.Model):
    """Somebody may reach a system of the school from afar: why, through what, by whose leave, until when."""

    class Whose(models.TextChoices):
        """Who comes in."""

        OUTSIDE = "outside", _("somebody of an outside organisation")
        STAFF = "staff", _("our own staff, working away")

    class Sees(models.TextChoices):
        """What they can see of pupils there."""

        NONE = "none", _("nothing about pupils")
        NAMED = "named", _("only the children who are named here")
        MORE = "more", _("more children than that")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="remote_grants")
    whose = models.CharField(max_length=7, choices=Whose, default=Whose.OUTSIDE)
    agency = models.CharField(max_length=120)
    person = models.CharField(max_length=120)  # who uses it there
    need = models.CharField(max_length=400)
    scope = models.CharField(max_length=400)  # which systems and data, no more
    sees = models.CharField(max_length=5, choices=Sees, blank=True)  # blank: entered before it was asked
    children = models.ManyToManyField(Person, related_name="+", blank=True)  # whom alone they see, where they see some
    system = models.CharField(max_length=120)  # the approved one that they come through
    second_factor = models.BooleanField()
    first = models.DateField()
    last = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # at the system itself; also when refused
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_words = models.CharField(max_length=400, blank=True)

    objects: ClassVar = RemoteGrantQuerySet.as_manager()

    class Meta:
        """Ends after it began; nobody approves what they asked for."""

        ordering: ClassVar = ["last", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="remote_access_ends_after_start"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="nobody_approves_their_own_remote_access",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.person}"
