"""Alerts: what was found of one person and theme until somebody has dealt with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Alert", "AlertContext", "AlertFinding", "AlertInflow", "AlertQuerySet", "AlertStep", "chain_of"]


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions about alerts. Who may see which is asked in alerts/queries/seeing.py."""

    def for_school(self, school: School) -> AlertQuerySet:
        """Those of one school. The one door."""
        return self.filter(school=school)

    def open(self) -> AlertQuerySet:
        """Those that nobody has dealt with."""
        return self.filter(state=Alert.State.OPEN)

    def loud(self) -> AlertQuerySet:
        """Open ones that stand on the board; the quiet ones wait for the digest."""
        return self.open().filter(quiet__in=[False])  # "NOT quiet" would keep SQLite from the index

    def for_digest(self) -> AlertQuerySet:
        """Open ones that wait for the digest."""
        return self.open().filter(quiet__in=[True])

    def ended(self) -> AlertQuerySet:
        """Those that were dealt with."""
        return self.filter(state__in=[state for state in Alert.State if state != Alert.State.OPEN])

    def late(self, now: datetime) -> AlertQuerySet:
        """Those on the board whose time is over."""
        return self.loud().filter(due_at__lte=now)


def chain_of(route: str, school: int) -> str:
    """The chain in the record of what is about somebody: what is about staff or the head is kept apart."""
    restricted = route != Alert.Route.SAFEGUARDING
    return f"alerts-{route}:{school}" if restricted else f"school:{school}"


class Alert(models.Model):
    """All that was found of one person and theme while nobody has dealt with it; what is found later begins anew."""

    class State(models.TextChoices):
        """How it ended; open until then."""

        OPEN = "open", _("open")
        NOTED = "noted", _("noted")
        DISMISSED = "dismissed", _("dismissed")
        CONCERN = "concern", _("made a concern")
        DIGEST = "digest", _("read in the digest")

    class Route(models.TextChoices):
        """To whom it goes: about staff to the head, about the head to the chair of governors."""

        SAFEGUARDING = "safeguarding", _("safeguarding lead, deputies, head")
        HEAD = "head", _("head")
        CHAIR = "chair", _("chair of governors")

    LEVELS: ClassVar = [(0, _("advisory")), (1, _("caution")), (2, _("danger"))]

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="alerts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="alerts")
    who = models.CharField(max_length=200)  # as the record calls them: a person, else a device or address
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=120, blank=True)
    device = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(choices=LEVELS)  # the highest of its findings
    route = models.CharField(max_length=12, choices=Route, default=Route.SAFEGUARDING)
    words = models.CharField(max_length=300, blank=True)  # the gravest that were typed, for lists
    count = models.PositiveIntegerField(default=0)  # of findings
    first = models.DateTimeField()
    last = models.DateTimeField()
    came_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when mails last went out
    quiet = models.BooleanField(default=False)  # over the budget of the day, or an advisory: for the digest
    due_at = models.DateTimeField()  # red from then on
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=20, blank=True)  # the kind of reason for which it was dismissed
    reason = models.CharField(max_length=1000, blank=True)
    concern = models.CharField(max_length=80, blank=True)  # what the hook called the concern made of it
    concern_link = models.CharField(max_length=200, blank=True)
    search = models.CharField(max_length=700, default="")  # name, group and words, folded

    objects: ClassVar = AlertQuerySet.as_manager()

    class Meta:
        """One of a person and theme is open; the board reads by level and time."""

        ordering: ClassVar = ["-level", "due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "who", "theme"], condition=Q(state="open"), name="one_open_alert_of_a_theme"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="an_ended_alert_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "quiet", "-level", "due_at", "id"], name="alerts_board"),
            # everything that counting asks for: no row is read for it
            models.Index(
                fields=["school", "state", "route", "quiet", "level", "due_at", "acknowledged_at", "person"],
                name="alerts_counted",
            ),
            models.Index(fields=["school", "-ended_at", "id"], name="alerts_past"),
            models.Index(fields=["school", "came_at"], name="alerts_by_day"),
            models.Index(fields=["person"], name="alerts_of_person"),
        ]

    def __str__(self) -> str:
        # the record of who did what shows this to people who may not know about whom it is
        return f"alert {self.pk}"

    @property
    def chain(self) -> str:
        """Its chain in the record: what is about staff or the head is kept apart from the school's own."""
        return chain_of(self.route, self.school_id)


class AlertFinding(models.Model):
    """One finding of the record of activity, as it was when it came or last grew."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="findings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=20)  # its id in the record; "" of what somebody told by hand
    told = models.CharField(max_length=40, blank=True)  # the file of the spool that was read last
    level = models.PositiveSmallIntegerField(choices=Alert.LEVELS)
    first = models.DateTimeField()
    last = models.DateTimeField()
    seen = models.JSONField(default=list)  # text, at, kind, verdict, times, sentence, rule, version
    weighs = models.JSONField(default=list)  # sentences
    raised = models.BooleanField(default=False)
    versions = models.JSONField(default=list)
    came_at = models.DateTimeField()
    false_alarm = models.BooleanField(default=False)  # and so the record was told

    class Meta:
        """A finding comes once."""

        ordering: ClassVar = ["first", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "finding"], condition=~Q(finding=""), name="a_finding_comes_once"
            ),
        ]

    def __str__(self) -> str:
        return self.finding or "told by hand"


class AlertContext(models.Model):
    """What the person did from an hour before a finding to an hour after, frozen: kept whatever is deleted later."""

    finding = models.OneToOneField(AlertFinding, on_delete=models.CASCADE, related_name="context")
    events = models.JSONField(default=list)  # [at, what, where, verdict, why]
    left_out = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField()
    whole = models.BooleanField(default=False)  # the hour after has passed

    def __str__(self) -> str:
        return f"context of {self.finding}"


class AlertStep(models.Model):
    """What happened to an alert: came, was told, acknowledged, ended, opened again, noted."""

    class Kind(models.TextChoices):
        """What it was."""

        CAME = "came", _("came in")
        ROSE = "rose", _("became danger")
        TOLD = "told", _("mail went out")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        NOTE = "note", _("note")
        ENDED = "ended", _("dealt with")
        REOPENED = "reopened", _("opened again")
        LATE = "late", _("turned red")

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        """In the order of time."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class AlertInflow(models.Model):
    """When findings were last brought in for a school, and what hindered it."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="alert_inflow")
    since = models.DateTimeField()  # when it was first tried: from then on weeks are signed
    at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.school}: {self.at}"
