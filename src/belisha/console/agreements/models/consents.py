"""What people permit: answers, never changed; where pictures are shown; and what must be taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["ConsentAnswer", "Publication", "Shown", "TakeDown"]


class ConsentAnswerQuerySet(models.QuerySet["ConsentAnswer"]):
    """Questions about answers."""

    def for_school(self, school: Place) -> ConsentAnswerQuerySet:
        """Those about the people of one school: the one door."""
        return self.filter(about__school=school)


class ConsentAnswer(models.Model):
    """Somebody said yes or no to a purpose (consents/purposes.yaml). The next answer takes its place; it stays."""

    class Way(models.TextChoices):
        """How it came."""

        PORTAL = "portal", _("in their account")
        LINK = "link", _("by a one-time link")
        PAPER = "paper", _("on paper")
        OFFICE = "office", _("told to the office")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_given")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")  # a child, or themselves
    purpose = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()  # of the answers of this person, about this one, to this purpose
    mark = models.CharField(max_length=80, unique=True)  # made of whom, what and number: outlives a merge of entries
    yes = models.BooleanField()
    at = models.DateTimeField()
    until = models.DateField(null=True)  # the last day of a yes
    way = models.CharField(max_length=8, choices=Way)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # for somebody else

    objects: ClassVar = ConsentAnswerQuerySet.as_manager()

    class Meta:
        """Two answers at one instant cannot both be the next one: their marks would be the same."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(yes=False) | Q(until__isnull=False), name="a_yes_has_an_end")
        ]
        indexes: ClassVar = [models.Index(fields=["about", "purpose", "at"])]

    def __str__(self) -> str:
        return self.purpose


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Questions about what is shown."""

    def for_school(self, school: Place) -> PublicationQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Publication(models.Model):
    """A picture, a film or work of children as it is shown in one place."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="publications")
    purpose = models.SlugField(max_length=40)
    what = models.CharField(max_length=160)
    place = models.CharField(max_length=300)  # an address, or which paper or board
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # who takes it down
    at = models.DateTimeField()  # it was entered
    ended_on = models.DateField(null=True)  # it is shown no more

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "-on"])]

    def __str__(self) -> str:
        return self.what


class Shown(models.Model):
    """A child is seen in something that is shown. `permitted`: as it stood when it was entered."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="shown")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shown_in")
    permitted = models.BooleanField()

    class Meta:
        """A child once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["publication", "child"], name="shown_once")]

    def __str__(self) -> str:
        return f"{self.child} in {self.publication}"


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    """Questions about what is to be taken down."""

    def for_school(self, school: Place) -> TakeDownQuerySet:
        """Those of one school: the one door."""
        return self.filter(shown__publication__school=school)

    def open(self) -> TakeDownQuerySet:
        """Those that are not done."""
        return self.filter(done_at__isnull=True)


class TakeDown(models.Model):
    """A child is shown where nobody permits it any more: somebody takes it down, by a time."""

    class Outcome(models.TextChoices):
        """What became of it."""

        DOWN = "down", _("It is taken down")
        STOPPED = "stopped", _("It is printed and cannot be called back; no more copies are given out")
        PERMITTED = "permitted", _("Permission came again: it may stay")

    shown = models.ForeignKey(Shown, on_delete=models.PROTECT, related_name="take_downs")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    words = models.CharField(max_length=300, blank=True)

    objects: ClassVar = TakeDownQuerySet.as_manager()

    class Meta:
        """The most urgent first; one at a time for a child in a place."""

        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shown"], condition=Q(done_at__isnull=True), name="one_open_take_down")
        ]
        indexes: ClassVar = [models.Index(fields=["done_at", "due_at"])]

    def __str__(self) -> str:
        return str(self.shown)
