"""A concern: who it is about, what was written of it, and who else was let in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.concerns.rules import routes
from belisha.console.people.models import Person

__all__ = ["Concern", "ConcernQuerySet", "Entry", "Reader", "Subject"]


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Questions about concerns. Pages never ask these: they ask queries/visible.py, which knows who asks."""

    def for_school(self, school: School) -> ConcernQuerySet:
        """Those of one school, whoever may see them."""
        return self.filter(school=school)

    def standing(self) -> ConcernQuerySet:
        """Without those that went into another, and those of an old log that is not taken over as a whole yet."""
        return self.exclude(state__in=[Concern.State.MERGED, Concern.State.COMING])


class Concern(models.Model):
    """Anything reported that may affect somebody's safety.

    It has no running number, from which one could count those that one may not see; its reference is drawn by lot.
    """

    class Route(models.TextChoices):
        """Whose it is. Follows from whom it is about (rules/routes.py); nobody chooses it."""

        TEAM = routes.TEAM, _("Safeguarding team")
        HEAD = routes.HEAD, _("Head: about an adult who works here")
        CHAIR = routes.CHAIR, _("Chair of governors: about the head")
        DATA = routes.DATA, _("Data protection officer: about personal data")

    class State(models.TextChoices):
        """How far it is."""

        NEW = "new", _("New: nobody has taken it yet")
        OPEN = "open", _("Being worked on")
        CLOSED = "closed", _("Closed")
        MERGED = "merged", _("Put together with another")
        COMING = "coming", _("Being taken over")  # of an old log that is not whole yet: nobody sees it

    class Origin(models.TextChoices):
        """How it came in."""

        STAFF = "staff", _("A member of staff reported it")
        PUPIL = "pupil", _("A pupil told us")
        PARENT = "parent", _("A parent or carer reported it")
        VISITOR = "visitor", _("A visitor reported it")
        ALERT = "alert", _("From an alert")
        PAGE = "page", _("A page was reported")
        FILTER = "filter", _("The filter failed")
        DATA = "data", _("A breach of personal data was noticed")
        IMPORT = "import", _("Taken over from another log")
        TRANSFER = "transfer", _("Came with the file from another school")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="concerns")
    reference = models.CharField(max_length=9, unique=True)  # "K7QM-2XD4"
    route = models.CharField(max_length=8, choices=Route, default=Route.TEAM)
    category = models.CharField(max_length=40)  # id in categories.yaml
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    origin = models.CharField(max_length=8, choices=Origin)
    level = models.PositiveSmallIntegerField(null=True)  # of the table of thresholds; None: not set yet
    # noted below the harm threshold for each adult alleged: kept apart from allegations (working/actions/weighing.py)
    low_level = models.BooleanField(default=False)
    danger_now = models.BooleanField(default=False)  # whoever reported it said that somebody is in danger now
    child_protection = models.BooleanField(default=False)
    words_only = models.BooleanField(default=False)  # sexual images of a child: no file, ever; is never taken back
    told_by_voice = models.BooleanField(default=False)  # the DSL, or whoever answers for the route, was told in person
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: see reporter
    reporter = models.CharField(max_length=160, blank=True)  # the name of one without an account; empty: anonymous
    happened_at = models.DateTimeField(null=True)
    happened = models.CharField(max_length=120, blank=True)  # when, in words, where no time is known
    place = models.CharField(max_length=40, blank=True)  # id in categories.yaml: classroom, home, online …
    where = models.CharField(max_length=200, blank=True)  # in words; the site, app or game where it was online
    context = models.JSONField(default=dict)  # frozen: what the alert, blocked page or report showed then
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)  # the first thing that was done
    review_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    objects: ClassVar = ConcernQuerySet.as_manager()

    class Meta:
        """The board asks by school, state and time."""

        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_says_when"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged"),
                name="merged_says_into_what",
            ),
            models.CheckConstraint(condition=~Q(state="coming") | Q(origin="import"), name="coming_is_imported"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "-reported_at"]),
            models.Index(fields=["school", "-reported_at"]),
            models.Index(fields=["school", "category", "reported_at"]),
            models.Index(fields=["reported_by", "-reported_at"]),
            models.Index(fields=["school"], condition=Q(low_level=True), name="low_level_record"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def chain(self) -> str:
        """Where what is done to it goes on record: apart from the record of the school."""
        return f"concerns:{self.school_id}"


class Subject(models.Model):
    """Somebody in a concern, and what they are in it: a label that belongs to this person in this concern alone."""

    class Role(models.TextChoices):
        """What somebody is in a concern. Alleged: nothing is proven by the word."""

        HARMED = "harmed", _("was or may be harmed")
        ALLEGED = "alleged", _("is said to have caused it")
        WITNESS = "witness", _("saw or heard it")
        REPORTER = "reporter", _("told us")
        SIBLING = "sibling", _("brother or sister")
        INVOLVED = "involved", _("is involved in another way")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)  # of somebody who is not on the register
    role = models.CharField(max_length=10, choices=Role)
    restricted = models.BooleanField(default=False)  # shown only to those whose route it is, not to further readers
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # was entered by mistake

    class Meta:
        """Somebody is one thing in a concern."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "person"], condition=Q(ended_at__isnull=True), name="one_role_in_a_concern"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="a_subject_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else self.name


class Entry(models.Model):
    """Something written of a concern: never changed, corrected by an addition. Triggers of the database see to it.

    Erasure by law empties `text` and `details` and leaves the row, its seal, who erased it and why.
    """

    class Kind(models.TextChoices):
        """What was written down."""

        REPORT = "report", _("Report")
        NOTE = "note", _("Note")
        CORRECTION = "correction", _("Correction")
        CALL = "call", _("Telephone call")
        MEETING = "meeting", _("Meeting")
        CONVERSATION = "talk", _("Conversation")
        DECISION = "decision", _("Decision")
        ACTION = "action", _("Action")
        REFERRAL = "referral", _("Referral")
        VOICE = "voice", _("In the child's or family's own words")
        MESSAGE_IN = "message-in", _("Message from whoever told us")
        MESSAGE_OUT = "message-out", _("Message to whoever told us")
        FILE = "file", _("File")
        BODY_MAP = "body-map", _("Body map")
        CONTEXT = "context", _("What the software saw")
        STEP = "step", _("Step")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)  # what the kind needs besides words
    at = models.DateTimeField()  # when it was written
    about = models.DateTimeField(null=True)  # when what it tells of took place
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # None: no account, or system
    by_name = models.CharField(max_length=160, blank=True)
    by_role = models.CharField(max_length=24, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=400, blank=True)  # of a correction
    salt = models.CharField(max_length=32)
    seal = models.CharField(max_length=64)  # SHA-256 of what was written, with its salt; stands in the record as well
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    erased_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """As they were written."""

        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["concern", "at"])]

    def __str__(self) -> str:
        return f"{self.concern} {self.get_kind_display()}"


class Reader(models.Model):
    """Somebody who needs to know of one concern though its route is not theirs; sees it, writes notes, no more."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateField(null=True)  # last day
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Once at a time."""

        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "user"], condition=Q(ended_at__isnull=True), name="one_reader_at_a_time"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.concern}"
