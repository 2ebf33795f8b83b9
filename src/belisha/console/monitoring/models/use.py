"""Looks at internet use, the reports that they show, and weekly reports with those who are to read them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.monitoring.models.alerts import Alert, chain_of
from belisha.console.people.models import Person

__all__ = ["Look", "RecordLook", "ReportPlan", "ReportReader", "UseReport"]

KINDS = [
    ("person", "person"),
    ("class", "class"),
    ("group", "group"),
    ("device", "device"),
    ("room", "room"),
    ("school", "school"),
    ("finding", "finding"),
]


class LookQuerySet(models.QuerySet["Look"]):
    """Questions about looks."""

    def for_school(self, school: School) -> LookQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class Look(models.Model):
    """Somebody looked at somebody's internet use: who, whose, which days, and what for. Never changed."""

    class Where(models.TextChoices):
        """How they looked."""

        CONSOLE = "console", _("in the console")
        MACHINE = "machine", _("at the machine")
        SCHEDULE = "schedule", _("weekly report")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="looks")
    where = models.CharField(max_length=8, choices=Where, default=Where.CONSOLE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="looks")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=120, blank=True)  # of the school's list; empty: none was given
    words = models.CharField(max_length=400, blank=True)
    what = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    subject_name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="looks_at_me")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    # whom it is about: pupils, staff or the head (as alerts go); decides who reads of it
    route = models.CharField(max_length=12, choices=Alert.Route, default=Alert.Route.SAFEGUARDING)
    approval = models.CharField(max_length=200, blank=True)  # of the data protection officer, while there must be one

    objects: ClassVar = LookQuerySet.as_manager()

    class Meta:
        """Newest first. One line of the machine's own record becomes one look."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "at", "by_name", "what", "kind", "subject"],
                condition=Q(where="machine"),
                name="a_look_at_the_machine_comes_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "-at", "id"], name="looks_by_time")]

    def __str__(self) -> str:
        # the record of who did what shows this: it does not say whose
        return f"look {self.pk}"

    @property
    def chain(self) -> str:
        """Its chain in the record: as that of an alert about the same person."""
        return chain_of(self.route, self.school_id)


class PlanQuerySet(models.QuerySet["ReportPlan"]):
    """Questions about weekly reports."""

    def for_school(self, school: School) -> PlanQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class ReportPlan(models.Model):
    """A report that is made each week for named readers, until it is ended."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="report_plans")
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.CharField(max_length=200)
    subject_name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    route = models.CharField(max_length=12, choices=Alert.Route, default=Alert.Route.SAFEGUARDING)
    purpose = models.CharField(max_length=120)
    words = models.CharField(max_length=400, blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    until = models.DateField(null=True)
    made_to = models.DateField()  # the Sunday up to which it was made
    ended_at = models.DateTimeField(null=True)
    readers = models.ManyToManyField(User, related_name="report_plans")

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        """By name."""

        ordering: ClassVar = ["subject_name", "pk"]

    def __str__(self) -> str:
        return f"weekly report {self.pk}"

    @property
    def chain(self) -> str:
        """Its chain in the record: as that of an alert about the same person."""
        return chain_of(self.route, self.school_id)


class ReportQuerySet(models.QuerySet["UseReport"]):
    """Questions about reports."""

    def for_school(self, school: School) -> ReportQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)


class UseReport(models.Model):
    """A report of internet use: on demand (of one look, for whoever looked), or a week of a plan."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("not made")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="use_reports")
    look = models.OneToOneField(Look, on_delete=models.PROTECT, related_name="report")
    plan = models.ForeignKey(ReportPlan, on_delete=models.PROTECT, null=True, related_name="reports")
    length = models.CharField(max_length=5)
    term = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    content = models.JSONField(default=dict)  # head, worth, tables: for the page
    page = models.TextField(blank=True)  # the same as a page of its own, for paper
    sheet = models.TextField(blank=True)  # as CSV

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.look)


class ReportReader(models.Model):
    """Somebody is to read a weekly report, and when they said that they did."""

    report = models.ForeignKey(UseReport, on_delete=models.CASCADE, related_name="read_by")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Each reader once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "user"], name="one_reader_a_report")]

    def __str__(self) -> str:
        return f"{self.report}: {self.user}"


class RecordLook(models.Model):
    """Whether the record of a school could be read last night, and what is on it: so that a report can be had."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="record_look")
    at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    days = models.JSONField(default=dict)  # of the last weeks, by day: requests, of them blocked, of nobody known

    def __str__(self) -> str:
        return f"{self.school}: {self.at}"
