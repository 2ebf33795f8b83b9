"""Sign-in: sessions, guesses, browsers, what was typed when a session locked, resets of a second factor, stand-ins."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models.schools import School
from belisha.console.access.models.users import User

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "Browser",
    "CacheEntry",
    "Ending",
    "FactorReset",
    "Flag",
    "Guess",
    "KeptForm",
    "LockTest",
    "Session",
    "StandIn",
    "StandInAnswer",
]


class Ending(models.TextChoices):
    """How a session ended."""

    SIGNED_OUT = "signed-out", _("signed out")
    TIMED_OUT = "timed-out", _("left without signing out")
    NOT_ME = "not-me", _("found open by somebody else, who ended it")
    ENDED = "ended", _("ended from another device")
    PASSWORD = "password", _("ended by a change of password")
    FACTOR = "factor", _("ended by a reset of the second factor")
    CLOSED = "closed", _("ended because the account was closed")


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about sessions."""

    def going_on(self) -> SessionQuerySet:
        """Those that have not ended; they may be locked."""
        return self.filter(ended_at__isnull=True)

    def for_school(self, school: School) -> SessionQuerySet:
        """Sessions of the accounts of one school: the one door."""
        return self.filter(user__school=school)


class Session(models.Model):
    """One time that somebody was signed in, from beginning to end. It outlives Django's own row, which it names."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sessions")
    key = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001 - null: ended, and the key forgotten
    way = models.CharField(max_length=40, blank=True)  # "password", "password and code", "passkey", "google", "card"
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)  # what the browser calls itself
    browser = models.ForeignKey("Browser", on_delete=models.SET_NULL, null=True, related_name="sessions")
    began = models.DateTimeField()
    last_seen = models.DateTimeField()
    idle_minutes = models.PositiveSmallIntegerField(default=20)  # as the school has set it; read again with last_seen
    needs_factor = models.BooleanField(default=False)  # must set up a second factor before anything else
    confirmed_at = models.DateTimeField(null=True)  # when they last proved who they are
    standing_in = models.BooleanField(default=False)  # its owner is using the console as somebody else
    locked_at = models.DateTimeField(null=True)
    locks = models.PositiveIntegerField(default=0)  # how often it locked
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        """An ended session has no key; a session that goes on has one."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False, key__isnull=True),
                name="an_ended_session_opens_nothing",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"]), models.Index(fields=["ended_at", "last_seen"])]

    def idle_until(self) -> datetime:
        """When it locks unless something is done."""
        return self.last_seen + timedelta(minutes=self.idle_minutes)


class Browser(models.Model):
    """A browser that somebody has signed in with: known by a token in a cookie, of which we keep the digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browsers")
    digest = models.CharField(max_length=64)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # its owner said: that is me

    class Meta:
        """One row for each person and browser."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "digest"], name="one_browser_a_person")]


class Guess(models.Model):
    """A wrong password or code. The name is kept as a digest: people type passwords into the wrong box."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    known_browser = models.CharField(max_length=64, blank=True)  # digest, where the account is known from that browser
    at = models.DateTimeField()

    class Meta:
        """Counted by account and by address."""

        indexes: ClassVar = [models.Index(fields=["account", "at"]), models.Index(fields=["address", "at"])]


class KeptForm(models.Model):
    """What somebody had typed when their session locked: encrypted, for them alone, for a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    sealed = models.BinaryField()
    at = models.DateTimeField()


class Flag(models.Model):
    """A sign-in that somebody must look at: one account on two devices at once, or its owner says it was not them."""

    class Kind(models.TextChoices):
        """What was noticed."""

        TWO_DEVICES = "two-devices", _("one account on two devices at once")
        NOT_OWNER = "not-owner", _("the owner says that it was not them")
        LEFT_OPEN = "left-open", _("found signed in by somebody else")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_flags")
    kind = models.CharField(max_length=12, choices=Kind)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="flags")
    other = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="flags_as_other")
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        """Open ones are asked for often."""

        indexes: ClassVar = [models.Index(fields=["user", "cleared_at"])]


class FactorReset(models.Model):
    """Somebody lost their second factor: one person asks that it is taken off, another agrees."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waiting for a second person")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="factor_resets")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody decides what they asked for, nor about themselves; one is open for a person at a time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="a_reset_takes_two"
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(state="asked"), name="one_reset_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state"])]


class StandIn(models.Model):
    """Somebody uses the console as somebody else, because there is truly no other way: asked, agreed by two, timed."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waiting for two people")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        BEGUN = "begun", _("Going on")
        ENDED = "ended", _("Ended")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="stand_ins")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stand_ins")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stood_in_for")
    reason = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="stand_ins")
    began_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when the person stood in for read that it happened

    class Meta:
        """At most an hour, never as oneself."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=60), name="a_stand_in_is_an_hour_at_most"),
            models.CheckConstraint(condition=~Q(by=F("user")), name="nobody_stands_in_for_themselves"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "state"]), models.Index(fields=["session", "state"])]


class StandInAnswer(models.Model):
    """One of the two people who must agree has said yes or no."""

    stand_in = models.ForeignKey(StandIn, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        """Each person answers once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["stand_in", "by"], name="each_answers_once")]


class LockTest(models.Model):
    """What the nightly test of the lock found."""

    at = models.DateTimeField()
    passed = models.BooleanField()
    detail = models.CharField(max_length=500)


class CacheEntry(models.Model):
    """The table of Django's database cache: the same for all worker processes. Nothing reads it through this model."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """Named as CACHES in the settings names it."""

        db_table = "access_cache"
