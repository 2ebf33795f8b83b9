"""What the school gives to parents, what they read and did, and the links that let them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = ["Activity", "FamilyStep", "HomeLink", "Notice", "NoticeRead"]


class HomeLink(models.Model):
    """A link in a mail that lets one adult in once, and the visit that began with it. Keyed digests alone are kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="home_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    visit = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - null: nobody has come by it
    visit_until = models.DateTimeField(null=True)

    class Meta:
        """Asked for by its person when there are too many."""

        indexes: ClassVar = [models.Index(fields=["person", "made_at"])]

    def __str__(self) -> str:
        return f"Link {self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def for_school(self, school: Place) -> NoticeQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class Notice(models.Model):
    """Something that a school tells parents, by one or more channels. Not changed once it is sent: withdrawn."""

    class Topic(models.TextChoices):
        """What it is about, as far as a duty asks for it."""

        POLICY = "policy", _("Our online safety policy")
        NATIONAL = "national", _("National material for parents")
        SOCIAL = "social", _("Risks of social networks")
        AGES = "ages", _("From which age sites and apps may be used")
        HOME = "home", _("Safer use at home")
        CONDUCT = "conduct", _("How we write to and about each other online")
        OTHER = "other", _("Something else")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="notices")
    topic = models.CharField(max_length=12, choices=Topic)
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=4000)
    link = models.URLField(blank=True)  # where more is read
    channels = models.JSONField(default=list)  # ids of home/rules.py CHANNELS
    wider = models.BooleanField(default=False)  # meant for the wider community as well
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "-sent_at"])]

    def __str__(self) -> str:
        return self.title


class NoticeRead(models.Model):
    """An adult opened a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices_read")
    at = models.DateTimeField()

    class Meta:
        """Once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "person"], name="one_read_a_notice")]

    def __str__(self) -> str:
        return f"{self.person} read {self.notice}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def for_school(self, school: Place) -> ActivityQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def held_by(self, day: object) -> ActivityQuerySet:
        """Those that took place on or before a day."""
        return self.filter(on__lte=day, cancelled_at__isnull=True)


class Activity(models.Model):
    """Something for parents on a day: a session, a coffee morning, a stand at an event."""

    class Kind(models.TextChoices):
        """What it is, as duties ask for it."""

        PRACTICAL = "practical", _("Demonstration or practical session")
        COFFEE = "coffee", _("Coffee morning or other informal meeting")
        STAND = "stand", _("Stand at an event that many come to")
        TALK = "talk", _("Talk or training")
        ONLINE = "online", _("Session online")
        SURVEY = "survey", _("Survey of parents")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="parent_activities")
    kind = models.CharField(max_length=12, choices=Kind)
    topic = models.CharField(max_length=12, choices=Notice.Topic, default=Notice.Topic.OTHER)
    title = models.CharField(max_length=120)
    plan = models.TextField(max_length=2000)  # what is shown and done
    on = models.DateField()
    starts = models.TimeField(null=True)
    place = models.CharField(max_length=120, blank=True)
    led_by = models.CharField(max_length=120)
    event = models.CharField(max_length=120, blank=True)  # of a stand: the event
    wider = models.BooleanField(default=False)
    attended = models.PositiveSmallIntegerField(null=True)  # how many came, or answered a survey
    score = models.PositiveSmallIntegerField(null=True)  # percent who found it useful, or work with us as partners
    feedback = models.TextField(max_length=2000, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects: ClassVar = ActivityQuerySet.as_manager()

    class Meta:
        """The latest day first."""

        verbose_name_plural = "activities"
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="a_score_is_percent")
        ]
        indexes: ClassVar = [models.Index(fields=["school", "on"])]

    def __str__(self) -> str:
        return self.title


class FamilyStepQuerySet(models.QuerySet["FamilyStep"]):
    """Questions about what families did."""

    def for_school(self, school: Place) -> FamilyStepQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class FamilyStep(models.Model):
    """An adult opened, read or did something at home, alone or with a child. Said by them, never by the school."""

    class Kind(models.TextChoices):
        """What it was; `item` says which one."""

        TIPS = "tips", _("opened the tips for home")
        SIGNS = "signs", _("opened the signs to watch for")
        SUPPORT = "support", _("opened where help is found")
        UNIT = "unit", _("finished a short unit")
        PLEDGE = "pledge", _("made the family pledge")
        TALKED = "talked", _("talked about it")
        READ_WITH = "read-with", _("read the pupil agreement with their child")
        SAFETY_PAGE = "safety-page", _("opened the online safety page")
        HOME_SCHOOL = "home-school", _("sent the home-school form")
        SUPERVISED = "supervised", _("read how pupils are looked after online")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="family_steps")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family_steps")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="steps_at_home")
    kind = models.CharField(max_length=12, choices=Kind)
    item = models.CharField(max_length=64)  # a unit, a term, a school year, an edition of the page, an agreement
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    objects: ClassVar = FamilyStepQuerySet.as_manager()

    class Meta:
        """Each once."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "child", "kind", "item"], condition=Q(child__isnull=False), name="a_step_once_a_child"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "item"], condition=Q(child__isnull=True), name="a_step_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "kind", "item"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.item}"
