"""What a version passes through before it is in force, and what brings it back: people's words, votes, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.people.models import Group
from belisha.console.policies.models.policies import Policy, Version

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = [
    "Approval",
    "Audience",
    "ChangeMinuted",
    "EarlyCause",
    "Outcome",
    "PageCheck",
    "Reminder",
    "Response",
    "Round",
    "Silence",
    "StepWord",
    "VersionSignature",
]


class Audience(models.TextChoices):
    """Who is consulted."""

    STAFF = "staff", _("Staff")
    PUPILS = "pupils", _("Pupils")
    PARENTS = "parents", _("Parents and carers")


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about consultations."""

    def for_school(self, school: Place) -> RoundQuerySet:
        """Those about a school's own policies and its federation's: the one door."""
        own = Q(version__policy__school=school)
        return self.filter(
            own | Q(version__policy__school__isnull=True, version__policy__federation=school.federation_id)
        )

    def open(self) -> RoundQuerySet:
        """Those that people can answer now."""
        return self.filter(closed_at__isnull=True)


class Round(models.Model):
    """A consultation about a version: opened, answered, closed; and what came of it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=32, unique=True)  # in the address of the page for parents without an account
    asks = models.CharField(max_length=300, blank=True)  # a question of the school's own, for adults
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes = models.DateField()  # its last day
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        """One is open at a time."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(closed_at__isnull=True), name="one_open_round_of_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, consultation {self.number}"


class Response(models.Model):
    """One answer: of a person, of somebody with the link, or of a class that raised hands (`hands` children)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="responses")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # not shown of a child
    klass = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    hands = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)  # question -> answer, of a class: question -> answer -> hands
    words = models.TextField(blank=True)
    team = models.CharField(max_length=24, blank=True)  # of staff: the role that they answered in
    at = models.DateTimeField()

    class Meta:
        """A person and a class answer once; while the round is open they may change it."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "by", "school"], condition=Q(by__isnull=False), name="one_response_a_person"
            ),
            models.UniqueConstraint(
                fields=["round", "klass"], condition=Q(klass__isnull=False), name="one_response_a_class"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["round", "school", "audience"])]

    def __str__(self) -> str:
        return f"{self.audience}, {self.at:%d %B %Y}"


class Silence(models.Model):
    """Why a group did not answer in a round: nothing goes on without its answer or this."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="silences")
    audience = models.CharField(max_length=8, choices=Audience)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One reason a group."""

        ordering: ClassVar = ["audience"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "audience"], name="one_reason_for_silence_a_group")
        ]

    def __str__(self) -> str:
        return self.reason


class Outcome(models.Model):
    """You said, we did."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="outcomes")
    audience = models.CharField(max_length=8, choices=Audience)
    said = models.CharField(max_length=400)
    did = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order that they were written."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.said


class StepWord(models.Model):
    """What technical staff, leaders or governors say of a version. Never changed: who thinks again says so again."""

    class Step(models.TextChoices):
        """Whose word it is."""

        TECHNICAL = "technical", _("Technical comment")
        LEADERS = "leaders", _("Leaders")
        GOVERNORS = "governors", _("Governors sent it back")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="step_words")
    step = models.CharField(max_length=10, choices=Step)
    words = models.TextField()
    skipped = models.BooleanField(default=False)  # nobody could be asked: `words` says why
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=160)
    role = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        """In the order that they were said."""

        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["version", "step"])]

    def __str__(self) -> str:
        return self.words


class Approval(models.Model):
    """The governors' vote on the exact text that `digest` names, as their minutes have it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    met_on = models.DateField()
    minute = models.CharField(max_length=120)
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_name = models.CharField(max_length=160)
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first; more were for it than against."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(votes_for__gt=models.F("votes_against")), name="an_approval_has_more_votes_for_it"
            )
        ]

    def __str__(self) -> str:
        return self.minute


class VersionSignature(models.Model):
    """The head or the chair signs the exact text that governors approved. Never changed or deleted."""

    class Part(models.TextChoices):
        """As whom."""

        HEAD = "head", _("Headteacher")
        CHAIR = "chair", _("Chair of governors")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)  # of the text
    part = models.CharField(max_length=8, choices=Part)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=24)
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)  # SHA-256 over all of the above

    class Meta:
        """Each part once for a text, by two people."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "digest", "part"], name="one_policy_signature_a_part"),
            models.UniqueConstraint(fields=["version", "digest", "by"], name="two_people_sign_a_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.part}"


class EarlyCause(models.Model):
    """Something that may want a review before its time, and what was decided about it."""

    class Cause(models.TextChoices):
        """What happened."""

        LAW = "law", _("A change of the law")
        INCIDENT = "incident", _("A grave incident")
        TECHNOLOGY = "technology", _("A new kind of technology")
        GUIDANCE = "guidance", _("A new edition of guidance, or of our clauses")

    class Decision(models.TextChoices):
        """What follows."""

        REVIEW = "review", _("Review it now")
        WAIT = "wait", _("Take it into the yearly review")
        NOTHING = "nothing", _("Nothing needs to change")

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="causes")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")  # where it happened
    cause = models.CharField(max_length=12, choices=Cause)
    words = models.CharField(max_length=400)
    source = models.CharField(max_length=80, blank=True)  # what raised it by itself: told once
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    due = models.DateField()  # the tenth school day
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_words = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; what raises one by itself does so once."""

        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "source"], condition=~Q(source=""), name="one_cause_a_source"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decision=""), name="a_decided_cause_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ChangeMinuted(models.Model):
    """Governors took note that a setting or a post differs from what they approved."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="changes_minuted")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    parameter = models.CharField(max_length=80)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    met_on = models.DateField()
    minute = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.minute}"


class Reminder(models.Model):
    """A reminder of a review went out: each once."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()  # the day that it reminds of
    before = models.PositiveSmallIntegerField()  # days
    at = models.DateTimeField()

    class Meta:
        """Each once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "due", "before"], name="one_reminder_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.policy}, {self.before} days"


class PageCheckQuerySet(models.QuerySet["PageCheck"]):
    """Questions about checks."""

    def for_school(self, school: Place) -> PageCheckQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class PageCheck(models.Model):
    """The public page, fetched like anybody would: whether it shows the version in force. The last one a school."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="policy_page_check")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    fault = models.CharField(max_length=300, blank=True)  # empty: all is well
    failing_since = models.DateTimeField(null=True)

    objects: ClassVar = PageCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return self.fault or "well"
