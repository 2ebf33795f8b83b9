"""Safety walks: who walked when, which places they saw, and what they found at each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.compliance.models.plans import Plan
from belisha.console.people.models import Room

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["OwnPoint", "Sight", "Walk", "WalkPlace"]


class WalkQuerySet(models.QuerySet["Walk"]):
    """Questions about walks."""

    def for_school(self, school: Place) -> WalkQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def signed(self) -> WalkQuerySet:
        """Those that count."""
        return self.filter(signed_at__isnull=False)

    def open(self) -> WalkQuerySet:
        """Those that somebody is still at."""
        return self.filter(signed_at__isnull=True, dropped_at__isnull=True)


class Walk(models.Model):
    """Somebody walks the school with a list. `points`: the list as it was when they set out."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="walks")
    walker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="walks")
    role = models.CharField(max_length=24)
    on = models.DateField()  # of a walk with paper, the day of the walk and not of entering it
    points = models.JSONField(default=list)  # [{id, text, hint, duty, at}]
    started_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)  # what the walker says of it as a whole
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = WalkQuerySet.as_manager()

    class Meta:
        """Somebody is at one walk of a school at a time, so that they find it again."""

        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "walker"],
                condition=Q(signed_at__isnull=True, dropped_at__isnull=True),
                name="one_open_walk_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(dropped_at__isnull=True), name="a_signed_walk_is_not_dropped"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "on"])]

    def __str__(self) -> str:
        return f"walk of {self.on:%d %B %Y}"


class WalkPlace(models.Model):
    """A place on a walk: a room of the register, or one in words."""

    class Kind(models.TextChoices):
        """What kind of place it is, which says what is looked at there."""

        ROOM = "room", _("Room with children")
        ENTRANCE = "entrance", _("Entrance and office")
        STAFF = "staff", _("Room for staff")
        SHARED = "shared", _("Corridor, hall or playground")

    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="places")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ROOM)
    number = models.PositiveSmallIntegerField()

    class Meta:
        """In the order of the walk; each once."""

        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["walk", "name"], name="a_place_once_a_walk")]

    def __str__(self) -> str:
        return self.name


class Sight(models.Model):
    """What was seen of one point at one place. A no is put right at once, or becomes a plan."""

    class Answer(models.TextChoices):
        """What was seen."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSEEN = "unseen", _("Not seen")

    place = models.ForeignKey(WalkPlace, on_delete=models.PROTECT, related_name="sights")
    point = models.CharField(max_length=40)
    answer = models.CharField(max_length=6, choices=Answer, blank=True)  # "": only a note so far
    note = models.CharField(max_length=400, blank=True)
    mended = models.CharField(max_length=300, blank=True)  # what was put right on the spot
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="sights")
    at = models.DateTimeField()

    class Meta:
        """A point is seen once at a place of a walk."""

        ordering: ClassVar = ["place__number", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "point"], name="a_point_once_a_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.point}"


class OwnPointQuerySet(models.QuerySet["OwnPoint"]):
    """Questions about points of a school's own."""

    def for_school(self, school: Place) -> OwnPointQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def in_use(self) -> OwnPointQuerySet:
        """Those that the next walk has."""
        return self.filter(ended_at__isnull=True)


class OwnPoint(models.Model):
    """Something that a school wants looked at besides our list."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="walk_points")
    text = models.CharField(max_length=160)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnPointQuerySet.as_manager()

    class Meta:
        """In the order in which they were added."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text
