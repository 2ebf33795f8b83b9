"""Classes and other groups, and who is in them when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School
from belisha.console.people.models.people import Person

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Group", "Membership"]


class GroupQuerySet(models.QuerySet["Group"]):
    """Questions about classes and groups."""

    def for_school(self, school: School) -> GroupQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open_on(self, day: date) -> GroupQuerySet:
        """Those that are not closed on a day."""
        return self.filter(Q(closed__isnull=True) | Q(closed__gt=day))

    def classes(self) -> GroupQuerySet:
        """Classes alone."""
        return self.filter(kind=Group.Kind.CLASS)


class Group(models.Model):
    """A class, or another group of people of a school (a team, a club). `code` is its id in the policy."""

    class Kind(models.TextChoices):
        """A class has its register; a group is anything else."""

        CLASS = "class", _("Class")
        GROUP = "group", _("Group")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    year = models.CharField(max_length=12, choices=Person.Year, blank=True)  # of a class that is not mixed
    closed = models.DateField(null=True, blank=True)  # from this day on it is no more

    objects: ClassVar = GroupQuerySet.as_manager()

    class Meta:
        """A code is one group's in a school."""

        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="one_group_a_code")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about who is in what."""

    def for_school(self, school: School) -> MembershipQuerySet:
        """Those of one school: the one door."""
        return self.filter(group__school=school)

    def on(self, day: date) -> MembershipQuerySet:
        """Those that hold on a day."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=day), first__lte=day)


class Membership(models.Model):
    """Somebody is in a class or group from a first to a last day, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    teaches = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        """Ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="membership_ends_after_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["group", "last"]), models.Index(fields=["person", "last"])]
