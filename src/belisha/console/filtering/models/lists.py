"""What is remembered of lists: how many entries each day, what updates brought, what people corrected and noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import Federation, School, User

if TYPE_CHECKING:
    from datetime import date

__all__ = ["CategoryDay", "ListDay", "ListOutcome", "ListSuggestion", "RefusedSite", "SiteCorrection"]


class ListOutcome(models.Model):
    """What became of one list (or a whole source) at an update."""

    class Result(models.TextChoices):
        """How it came out, as the engine says it."""

        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("no newer edition")
        REFUSED = "refused", _("not taken")
        FAILED = "failed", _("not fetched")
        OFFLINE = "offline", _("no internet")

    list = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: the nightly job
    result = models.CharField(max_length=9, choices=Result)
    message = models.CharField(max_length=300, blank=True)
    before = models.PositiveIntegerField(default=0)
    after = models.PositiveIntegerField(default=0)

    class Meta:
        """Looked up by list, newest first."""

        indexes: ClassVar = [models.Index(fields=["list", "-at"])]

    def __str__(self) -> str:
        return f"{self.list}: {self.get_result_display()}"


class ListDay(models.Model):
    """One list on one day. Lists belong to the installation, and hold for all of its schools."""

    list = models.CharField(max_length=120)  # "ut1/games"
    day = models.DateField()
    source = models.CharField(max_length=80)
    publisher = models.CharField(max_length=120)
    licence = models.CharField(max_length=60)
    categories = models.CharField(max_length=200)  # their ids, separated by a comma and a space
    origin = models.CharField(max_length=10)  # of engine.lists.Provenance, or "absent"
    dated = models.DateField(null=True)  # when the publisher made it, or when it was taken
    version = models.CharField(max_length=40, blank=True)
    entries = models.PositiveIntegerField(default=0)  # in the index in force
    added = models.PositiveIntegerField(null=True)  # since the version before; None: they could not be compared
    removed = models.PositiveIntegerField(null=True)
    result = models.CharField(max_length=9, choices=ListOutcome.Result, blank=True)  # of the last update
    result_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        """One row a day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "day"], name="one_list_a_day")]
        indexes: ClassVar = [models.Index(fields=["-day"])]

    def __str__(self) -> str:
        return f"{self.list}, {self.day}"


class CategoryDay(models.Model):
    """One category of the index in force on one day."""

    category = models.CharField(max_length=60)
    day = models.DateField()
    entries = models.PositiveIntegerField()

    class Meta:
        """One row a day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["category", "day"], name="one_category_a_day")]
        indexes: ClassVar = [models.Index(fields=["-day"])]

    def __str__(self) -> str:
        return f"{self.category}, {self.day}"


class SiteCorrectionQuerySet(models.QuerySet["SiteCorrection"]):
    """Questions about corrections."""

    def for_school(self, school: School) -> SiteCorrectionQuerySet:
        """Those that came up at a school, and those that hold there: all schools have one index. The one door."""
        agreed = Q(state=SiteCorrection.State.AGREED, federation=school.federation_id)
        return self.filter(Q(school=school) | agreed)

    def in_force(self) -> SiteCorrectionQuerySet:
        """Those that go into the next index."""
        return self.filter(state=SiteCorrection.State.AGREED)


class SiteCorrection(models.Model):
    """People of the federation say that a site belongs to a category, or does not: one proposes, another agrees."""

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", _("waits for a second person")
        AGREED = "agreed", _("in the lists")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("taken back")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="site_corrections")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="site_corrections")  # where it came up
    host = models.CharField(max_length=253)
    category = models.CharField(max_length=60)
    belongs = models.BooleanField()  # else: it is taken out of the category
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    technical = models.BooleanField()  # the side of who proposed; the other side agrees
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=400, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = SiteCorrectionQuerySet.as_manager()

    class Meta:
        """One standing word about a site in a category; nobody agrees with themselves."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["federation", "host", "category"],
                condition=Q(state__in=["proposed", "agreed"]),
                name="one_standing_correction",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="nobody_agrees_with_themselves_on_a_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {'' if self.belongs else 'not '}{self.category}"


class RefusedSiteQuerySet(models.QuerySet["RefusedSite"]):
    """Questions about sites that were refused to many."""

    def for_school(self, school: School) -> RefusedSiteQuerySet:
        """Those of a school. The one door."""
        return self.filter(school=school)

    def open_on(self, first: date) -> RefusedSiteQuerySet:
        """Those since a day that nobody has looked at."""
        return self.filter(day__gte=first, looked_at__isnull=True)


class RefusedSite(models.Model):
    """A site that several people were refused on a day and nobody ever before: perhaps it is blocked by mistake."""

    class Outcome(models.TextChoices):
        """What somebody found."""

        RIGHT = "right", _("rightly blocked")
        ASKED = "asked", _("a change was asked for")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="refused_sites")
    day = models.DateField()
    host = models.CharField(max_length=253)
    category = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=64, blank=True)
    people = models.PositiveIntegerField()  # never fewer than five: rules.SMALLEST
    tries = models.PositiveIntegerField()
    outcome = models.CharField(max_length=5, choices=Outcome, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = RefusedSiteQuerySet.as_manager()

    class Meta:
        """A site once a day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "day", "host"], name="one_refused_site_a_day"),
            models.CheckConstraint(condition=Q(people__gte=5), name="no_small_numbers_of_refused"),
        ]

    def __str__(self) -> str:
        return self.host


class ListSuggestionQuerySet(models.QuerySet["ListSuggestion"]):
    """Questions about suggestions."""

    def for_school(self, school: School) -> ListSuggestionQuerySet:
        """Those of its federation, for all schools have one index. The one door."""
        return self.filter(federation=school.federation_id)

    def open(self) -> ListSuggestionQuerySet:
        """Those that nobody has looked at."""
        return self.filter(looked_at__isnull=True)


class ListSuggestion(models.Model):
    """A site that was asked for and opened again and again: perhaps it is in the wrong category. Found each week."""

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="list_suggestions")
    host = models.CharField(max_length=253)
    categories = models.CharField(max_length=400)  # as the index has it, with commas
    people = models.PositiveIntegerField()  # who asked
    schools = models.PositiveIntegerField()
    first_found = models.DateField()
    last_found = models.DateField()
    looked_at = models.DateTimeField(null=True)  # somebody says that it is rightly listed
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)

    objects: ClassVar = ListSuggestionQuerySet.as_manager()

    class Meta:
        """A site once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["federation", "host"], name="one_suggestion_a_site"),
        ]

    def __str__(self) -> str:
        return self.host
