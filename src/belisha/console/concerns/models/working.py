"""How a concern is worked on: its clock, steps, tasks and findings.

No words of people stand here: what they write is an entry, which is sealed and can be erased by law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.models.concerns import Concern, Entry, Subject

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Clock",
    "DigestRead",
    "Drill",
    "DrillStep",
    "Finding",
    "LeadersDigest",
    "LoadedTable",
    "Step",
    "Task",
    "Turn",
]


class Clock(models.Model):
    """By when a concern wants something, and who was told of it. `due_at` is worked out anew by each action."""

    class What(models.TextChoices):
        """What is wanted next."""

        ACKNOWLEDGE = "acknowledge", _("acknowledge")
        ACT = "act", _("act")
        STEP = "step", _("do a step")
        TASK = "task", _("chase a task")
        REVIEW = "review", _("review")

    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, related_name="clock")
    since = models.DateTimeField()  # when those who answer for it now got it
    acknowledge_by = models.DateTimeField()
    act_by = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_for = models.CharField(max_length=12, choices=What, blank=True)
    out_of_hours = models.BooleanField(default=False)  # came in while nobody is at school
    rung = models.PositiveSmallIntegerField(default=0)  # how far up it was told (rules/ladders.py)
    rung_at = models.DateTimeField(null=True)  # when the next rung is told, unless somebody acknowledges it

    class Meta:
        """The minute's job asks who is to be told next."""

        indexes: ClassVar = [models.Index(fields=["rung_at"]), models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.concern} {self.due_for}"


class Step(models.Model):
    """Something that a playbook, level or mark demands. Its words are ours, as they were when it began."""

    class Answer(models.TextChoices):
        """How it ended."""

        DONE = "done", _("Done")
        DECIDED_NOT = "not", _("Decided against, or not needed here")
        LOW_LEVEL = "low", _("Not asked: a low-level concern")  # by the finding; asked again when that falls

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    book = models.CharField(max_length=40)  # id of the playbook, or level-3
    key = models.CharField(max_length=80)  # book and step: "bullying/keep-evidence"
    text = models.CharField(max_length=400)
    required = models.BooleanField(default=True)
    only_done = models.BooleanField(default=False)  # nobody may decide against it
    due_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=4, choices=Answer, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")  # what was written of it

    class Meta:
        """Once in a concern, in the order of the playbook."""

        ordering: ClassVar = ["due_at", "place", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["concern", "key"], name="a_step_begins_once")]
        indexes: ClassVar = [models.Index(fields=["key", "done_at"])]

    def __str__(self) -> str:
        return self.text


class Task(models.Model):
    """Something that somebody was asked to do. Its owner sees the text of the task, and nothing of the concern."""

    class Source(models.TextChoices):
        """Where it comes from."""

        OWN = "own", _("Action")
        STEP = "step", _("From a step")
        LESSON = "lesson", _("Lesson of a debrief")
        AGREED = "agreed", _("Agreed with the family")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="tasks")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")  # its text
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    source = models.CharField(max_length=8, choices=Source, default=Source.OWN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True)

    class Meta:
        """What is wanted first."""

        ordering: ClassVar = ["due", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "done_at", "due"]),
            models.Index(fields=["done_at", "due"]),
        ]

    def __str__(self) -> str:
        return f"{self.concern} {self.due}"

    @property
    def text(self) -> str:
        """What is to be done; where the words were erased by law it says so."""
        return self.entry.text or str(_("The words of this task were erased. Ask whoever gave it to you."))

    def is_late(self, today: date) -> bool:
        """Whether it should be done by now."""
        return self.done_at is None and self.due < today


class Finding(models.Model):
    """Something established of a concern: added, never changed; the latest of a kind counts. Words are in `entry`."""

    class Kind(models.TextChoices):
        """What it is about."""

        LEVEL = "level", _("Level")
        MARK = "mark", _("Mark")
        PARENTS = "parents", _("Telling the parents")
        CHILD_VOICE = "child-voice", _("What the child says")
        PARENTS_VOICE = "parents-voice", _("What the parents say")
        SUPPORT = "support", _("Support given")
        POLICY = "policy", _("Policy relied on")
        SANCTION = "sanction", _("Step taken with somebody")
        DEBRIEF = "debrief", _("Debrief")
        OUTCOME = "outcome", _("Outcome")
        REOPENED = "reopened", _("Opened again")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=40)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="+")  # of a sanction
    version = models.PositiveSmallIntegerField(default=0)  # of the loaded table that the code is from; 0: ours
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """As they were added; a mark is set once."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "code"], condition=Q(kind="mark"), name="a_mark_is_set_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.code}"


class LoadedTable(models.Model):
    """A table that a school loaded: thresholds of its partnership, or the ladder of its behaviour policy.

    A newer version replaces an older one; what was decided by the older one stays.
    """

    class Kind(models.TextChoices):
        """Which table."""

        THRESHOLDS = "thresholds", _("Thresholds of need")
        LADDER = "ladder", _("Steps of the behaviour policy")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField()  # counts from 1
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=300)  # who publishes it, and where
    dated = models.DateField()  # of the publisher's edition
    rows = models.JSONField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "kind", "version"], name="a_version_of_a_table_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Turn(models.Model):
    """Somebody of the safeguarding team is the first who is told, on a day of the week."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    first = models.DateField()
    last = models.DateField(null=True)

    class Meta:
        """By day of the week."""

        ordering: ClassVar = ["weekday", "first", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(weekday__lte=6), name="a_turn_is_on_a_weekday")]
        indexes: ClassVar = [models.Index(fields=["school", "weekday"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.weekday}"


class Drill(models.Model):
    """A mock incident that is run through a playbook. It is no concern and counts nowhere."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    book = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()  # of playbooks.yaml
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=1000, blank=True)  # what was learnt; of an invented case

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-started_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "-finished_at"])]

    def __str__(self) -> str:
        return self.book


class DrillStep(models.Model):
    """One step of a drill, and when it was done."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=400)
    within = models.CharField(max_length=8)  # as the playbook has it: "60m", "1d"
    place = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order of the playbook."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["drill", "place"], name="a_drills_step_once")]

    def __str__(self) -> str:
        return self.text


class LeadersDigest(models.Model):
    """The numbers of a week for leaders. It counts concerns of the safeguarding team alone."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()  # its Monday
    numbers = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-week"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "week"], name="one_digest_a_week")]

    def __str__(self) -> str:
        return self.week.isoformat()


class DigestRead(models.Model):
    """A leader has read a digest."""

    digest = models.ForeignKey(LeadersDigest, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Once."""

        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest", "user"], name="a_digest_is_read_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.digest}"
