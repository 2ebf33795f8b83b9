"""What is passed on to other bodies, what was decided about it, and how they are reached.

No words of people stand here: what was said and sent is an entry, which is sealed and can be erased by law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern, Entry

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Answer", "Contact", "Referral", "ReferralQuerySet"]


class Contact(models.Model):
    """How a body of the area is reached. Everybody who works at the school may read it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="contacts")
    agency = models.CharField(max_length=32)  # id in referrals/agencies.yaml
    name = models.CharField(max_length=120)  # of the office, or of the officer
    phone = models.CharField(max_length=60, blank=True)
    out_of_hours = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    link = models.URLField(max_length=300, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    notes = models.CharField(max_length=400, blank=True)  # how they want it: their form, what they ask first
    checked_at = models.DateTimeField()  # somebody made sure that it is right
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """By body."""

        ordering: ClassVar = ["agency", "name", "pk"]
        indexes: ClassVar = [models.Index(fields=["school", "agency", "ended_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email="") | ~Q(link=""), name="a_contact_can_be_reached")
        ]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """How a question of a procedure was answered: only added, the latest counts. The reason is its entry."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="answers")
    procedure = models.CharField(max_length=32)  # id in referrals/procedures.yaml
    applies = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """As they were given."""

        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["concern", "procedure"]), models.Index(fields=["procedure", "at"])]

    def __str__(self) -> str:
        return f"{self.concern} {self.procedure}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Questions about referrals."""

    def to_send(self) -> ReferralQuerySet:
        """Those that nobody has made yet."""
        return self.filter(state=Referral.State.TO_SEND)

    def late(self, now: datetime) -> ReferralQuerySet:
        """Those that should have been made by now."""
        return self.to_send().filter(due_at__lte=now)


class Referral(models.Model):
    """One passing on, to one body, by a person: nothing is sent by the software itself."""

    class State(models.TextChoices):
        """How far it is."""

        TO_SEND = "to-send", _("to be made")
        SENT = "sent", _("made, not yet confirmed")
        RECEIVED = "received", _("they have it")
        ENDED = "ended", _("they have said what comes of it")
        NOT_MADE = "not-made", _("decided against")

    class How(models.TextChoices):
        """How it was made."""

        PHONE = "phone", _("By telephone")
        FORM = "form", _("On their online form")
        MAIL = "mail", _("By encrypted e-mail")
        PORTAL = "portal", _("Through the authority's portal")
        PERSON = "person", _("In person")
        POST = "post", _("By post")

    class Outcome(models.TextChoices):
        """What came of it."""

        TAKEN_ON = "taken-on", _("They are acting on it")
        ADVICE = "advice", _("They gave advice; the school goes on with it")
        NO_ACTION = "no-action", _("They take no action")
        PASSED_ON = "passed-on", _("They passed it on to another body")
        DONE = "done", _("They have finished")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="referrals")
    key = models.CharField(max_length=12, unique=True)  # drawn by lot: nobody counts referrals by addresses
    agency = models.CharField(max_length=32)  # id in referrals/agencies.yaml
    procedure = models.CharField(max_length=32, blank=True)  # which question asked for it
    state = models.CharField(max_length=8, choices=State, default=State.TO_SEND)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    spare = models.BooleanField(default=True)  # may be decided against, with a reason
    instead = models.CharField(max_length=80, blank=True)  # other bodies that will do as well, commas between
    includes = models.JSONField(default=dict)  # numbers of the subjects and entries that go onto the sheet
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_how = models.CharField(max_length=8, choices=How, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # theirs
    received_at = models.DateTimeField(null=True)
    chase_on = models.DateField(null=True)  # when to ask what has become of it
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = ReferralQuerySet.as_manager()

    class Meta:
        """What is due first."""

        ordering: ClassVar = ["due_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["concern", "state"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["agency", "began_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "received", "ended"]) | Q(sent_at__isnull=False), name="sent_says_when"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern} {self.agency}"
