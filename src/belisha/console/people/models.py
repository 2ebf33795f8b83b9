"""The register: people, their classes, groups and families."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from belisha.console.access.models import School, User

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Group", "Membership", "Person", "Relationship"]


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about people."""

    def for_school(self, school: School) -> PersonQuerySet:
        """People of one school: the one door."""
        return self.filter(school=school)

    def on_roll(self, day: date) -> PersonQuerySet:
        """Those who are here on a day."""
        return self.filter(Q(left__isnull=True) | Q(left__gte=day), joined__lte=day)


class Person(models.Model):
    """Somebody of a school: pupil, staff, parent, governor, visitor, volunteer or contractor."""

    class Year(models.TextChoices):
        """Years of a primary school, as the policy calls them."""

        NURSERY = "nursery", "Nursery"
        RECEPTION = "reception", "Reception"
        YEAR_1 = "year-1", "Year 1"
        YEAR_2 = "year-2", "Year 2"
        YEAR_3 = "year-3", "Year 3"
        YEAR_4 = "year-4", "Year 4"
        YEAR_5 = "year-5", "Year 5"
        YEAR_6 = "year-6", "Year 6"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="person")
    kind = models.CharField(max_length=12, choices=User.Kind)
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    known_as = models.CharField(max_length=80, blank=True)  # the given name in use, when it is another
    born = models.DateField(null=True, blank=True)
    upn = models.CharField(max_length=13, blank=True)  # unique pupil number
    mis_id = models.CharField(max_length=80, blank=True)  # their id in the system that the roster comes from
    year = models.CharField(max_length=12, choices=Year, blank=True)
    job = models.CharField(max_length=120, blank=True)  # of adults
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)  # spoken at home
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)  # their last day
    photo = models.BinaryField(null=True, blank=True)

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        """A UPN and a roster id are somebody's alone."""

        ordering: ClassVar = ["family", "given"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="one_pupil_a_upn"),
            models.UniqueConstraint(fields=["school", "kind", "mis_id"], condition=~Q(mis_id=""), name="one_a_mis_id"),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=F("joined")), name="leaves_after_joining"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "kind", "family", "given"]),
            models.Index(fields=["school", "left"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people call them."""
        return f"{self.known_as or self.given} {self.family}"


class Group(models.Model):
    """A class, or another group of people of a school (a team, a club). `code` is its id in the policy."""

    class Kind(models.TextChoices):
        """A class has its register; a group is anything else."""

        CLASS = "class", "Class"
        GROUP = "group", "Group"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    year = models.CharField(max_length=12, choices=Person.Year, blank=True)  # of a class that is not mixed
    closed = models.DateField(null=True, blank=True)

    class Meta:
        """A code is one group's in a school."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "code"], name="one_group_a_code")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody is in a class or group from a first to a last day, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    teaches = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        """Ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="membership_ends_after_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["group", "last"]), models.Index(fields=["person", "last"])]


class Relationship(models.Model):
    """What an adult is to a child."""

    class Kind(models.TextChoices):
        """The words that schools' systems use."""

        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step-parent", "Step-parent"
        FOSTER_CARER = "foster-carer", "Foster carer"
        GRANDPARENT = "grandparent", "Grandparent"
        GUARDIAN = "guardian", "Guardian"
        SOCIAL_WORKER = "social-worker", "Social worker"
        OTHER = "other", "Other"

    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="adult_links")
    kind = models.CharField(max_length=16, choices=Kind)
    parental_responsibility = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    no_contact = models.BooleanField(default=False)  # by order of a court: gets nothing about the child
    priority = models.PositiveSmallIntegerField(default=1)  # whom to ring first

    class Meta:
        """One link between two people."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adult", "child"], name="one_link_between_two"),
            models.CheckConstraint(condition=~Q(adult=F("child")), name="nobody_is_their_own_parent"),
        ]
