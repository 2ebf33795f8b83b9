"""What people ask of the filter: pages to be opened or blocked, a failure looked into, a category for a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.filtering.models.changes import Change
from belisha.console.people.models import Group, Person

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "Ask",
    "Asker",
    "CategoryAgreement",
    "FailureReport",
    "LessonOpening",
    "PageReport",
    "ProcedureRead",
    "SpoolFault",
    "SpoolPlace",
    "StepTaken",
]


class AskQuerySet(models.QuerySet["Ask"]):
    """Questions about asks."""

    def for_school(self, school: School) -> AskQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def waiting(self) -> AskQuerySet:
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def late(self, now: datetime) -> AskQuerySet:
        """Those that have waited longer than the school allows."""
        return self.waiting().filter(due_at__lte=now)


class Ask(models.Model):
    """A site that somebody needs for somebody. Those who ask for the same, for the same, join one."""

    class State(models.TextChoices):
        """How far it is."""

        TEACHER = "teacher", _("with the teacher")
        MANAGERS = "managers", _("with the filter managers")
        CHANGE = "change", _("in a change")
        OPENED = "opened", _("opened")
        DECLINED = "declined", _("answered no")
        SHUT = "shut", _("was open, closed again")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="asks")
    address = models.CharField(max_length=2000)  # canonical: host, or host and path
    host = models.CharField(max_length=253)
    readable = models.BooleanField(default=True)  # False: what was written is no address of a page; kept as it was
    holder = models.CharField(max_length=12)  # for whom, as in the policy: engine.policy.edits.HolderKind
    holder_id = models.CharField(max_length=64, blank=True)
    holder_name = models.CharField(max_length=80)  # as it is called
    in_class = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="asks")  # its teachers answer
    state = models.CharField(max_length=10, choices=State)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # from then on it is late
    until = models.DateTimeField(null=True)  # how long it is wanted, once somebody of the school has said so
    passed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    pass_words = models.CharField(max_length=1000, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="asks")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_code = models.CharField(max_length=12, blank=True)  # a sentence of rules.KIND_SENTENCES, for pupils
    answer_words = models.CharField(max_length=1000, blank=True)
    minutes = models.PositiveIntegerField(null=True)  # of lessons until it was answered

    objects: ClassVar = AskQuerySet.as_manager()

    class Meta:
        """What is answered says when."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(state__in=["teacher", "managers", "change"]),
                name="answered_asks_say_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "-asked_at"]),
            models.Index(fields=["school", "host", "holder", "holder_id"]),
            models.Index(fields=["answered_at", "due_at"]),
        ]

    def __str__(self) -> str:
        return self.address


class Asker(models.Model):
    """One person's word in an ask: who they are as the record knows it, and what they wrote."""

    class Known(models.TextChoices):
        """How it is known who asked."""

        SIGNED_IN = "signed-in", _("signed in here")
        RECORD = "record", _("the gateway's record of that device")
        DEVICE = "device", _("whose device it is")
        NOT = "not", _("not known")

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="askers")
    number = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001 - null: asked here, not at the gateway
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="asks")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="asks")
    known = models.CharField(max_length=10, choices=Known)
    device = models.CharField(max_length=80, blank=True)  # its address, or its name where the policy has one
    at = models.DateTimeField()
    address = models.CharField(max_length=2000)  # as they wrote it
    reason = models.CharField(max_length=4000, blank=True)
    said = models.JSONField(default=dict)  # what the form said of itself: anybody can write that
    seen_at = models.DateTimeField(null=True)  # when they saw the answer here

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"])]

    def __str__(self) -> str:
        return str(self.person or self.user or self.said.get("name", ""))


class CategoryAgreementQuerySet(models.QuerySet["CategoryAgreement"]):
    """Questions about what leaders have agreed."""

    def for_school(self, school: School) -> CategoryAgreementQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def on(self, day: date) -> CategoryAgreementQuerySet:
        """Those that count on a day."""
        return self.filter(ended_at__isnull=True, last__gte=day)


class CategoryAgreement(models.Model):
    """Leaders agree that a role, or one person, may open a category for their own class during a lesson."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="category_agreements")
    category = models.CharField(max_length=64)
    role = models.CharField(max_length=24, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="category_agreements")
    reason = models.CharField(max_length=400)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField()
    last = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = CategoryAgreementQuerySet.as_manager()

    class Meta:
        """For a role or for a person, never for both."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(role="") & Q(user__isnull=False)) | (~Q(role="") & Q(user__isnull=True)),
                name="agreed_for_a_role_or_a_person",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "last"])]

    def __str__(self) -> str:
        return self.category


class LessonOpeningQuerySet(models.QuerySet["LessonOpening"]):
    """Questions about openings."""

    def for_school(self, school: School) -> LessonOpeningQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open_at(self, now: datetime) -> LessonOpeningQuerySet:
        """Those that count at a moment."""
        return self.filter(closed_at__isnull=True, opened_at__lte=now, until__gt=now)


class LessonOpening(models.Model):
    """A teacher opened a category for their class until a moment."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="lesson_openings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="lesson_openings")
    category = models.CharField(max_length=64)
    agreement = models.ForeignKey(CategoryAgreement, on_delete=models.PROTECT, related_name="openings")
    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="opening")  # its line in the log
    reason = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lesson_openings")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # sooner than it would have ended
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = LessonOpeningQuerySet.as_manager()

    class Meta:
        """Ends after it began."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="opening_ends_after_start"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closed_at", "until"]),
            models.Index(fields=["school", "-opened_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.category}, {self.group}"


class PageReportQuerySet(models.QuerySet["PageReport"]):
    """Questions about reports of pages."""

    def for_school(self, school: School) -> PageReportQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def real(self) -> PageReportQuerySet:
        """Those that are no practice."""
        return self.filter(practice=False)

    def waiting(self) -> PageReportQuerySet:
        """Those that a person has still to answer."""
        return self.filter(practice=False, answered_at__isnull=True)


class PageReport(models.Model):
    """Somebody says that a page should be blocked."""

    class State(models.TextChoices):
        """How far it is."""

        BLOCKED = "blocked", _("blocked, to be looked at")
        WAITING = "waiting", _("still open, to be looked at")
        KEPT = "kept", _("stays blocked")
        OPEN = "open", _("stays open")
        PRACTICE = "practice", _("practice")

    class Held(models.TextChoices):
        """Why it was not blocked by itself."""

        UNREADABLE = "unreadable", _("what was written is not the address of a page")
        MUST_STAY_OPEN = "stay-open", _("it is on a site that lessons or the school need")
        OPENED_BY_RULE = "opened", _("people of the school have opened it by a rule")
        TOO_MANY = "too-many", _("whoever reported it has reported many pages today")
        NO_POLICY = "no-policy", _("the console does not hold the filter's policy yet")
        REFUSED = "refused", _("the filter's policy did not take the block")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="page_reports")
    address = models.CharField(max_length=2000)
    host = models.CharField(max_length=253)
    written = models.CharField(max_length=4000)  # as it came
    words = models.CharField(max_length=4000, blank=True)
    number = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001 - null: reported here
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="page_reports")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="page_reports")
    known = models.CharField(max_length=10, choices=Asker.Known)
    device = models.CharField(max_length=80, blank=True)
    said = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State)
    held = models.CharField(max_length=10, choices=Held, blank=True)
    practice = models.BooleanField(default=False)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="page_reports")
    illegal = models.BooleanField(default=False)  # somebody who looked into it says that it may be
    due_at = models.DateTimeField()  # an answer is wanted by then
    opened_at = models.DateTimeField(null=True)  # when somebody who answers first read it
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_words = models.CharField(max_length=1000, blank=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar = PageReportQuerySet.as_manager()

    class Meta:
        """Practice is never blocked."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(practice=False) | Q(state="practice", change__isnull=True), name="practice_blocks_nothing"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "-at"]),
            models.Index(fields=["answered_at", "due_at"]),
            models.Index(fields=["user", "-at"]),
        ]

    def __str__(self) -> str:
        return self.address


class FailureReportQuerySet(models.QuerySet["FailureReport"]):
    """Questions about failures of the filter."""

    def for_school(self, school: School) -> FailureReportQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def unclosed(self) -> FailureReportQuerySet:
        """Those that are not over."""
        return self.filter(closed_at__isnull=True)


class FailureReport(models.Model):
    """Somebody says that the filter fails: it lets everything through, or nothing."""

    class Kind(models.TextChoices):
        """What they see."""

        OPEN = "open", _("Pages open that should be blocked")
        SHUT = "shut", _("Everything is blocked, or nothing loads")
        WRONG = "wrong", _("It takes people for somebody else")
        OTHER = "other", _("Something else")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="filter_failures")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.CharField(max_length=2000)
    where = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="filter_failures")
    at = models.DateTimeField()
    roles = models.JSONField(default=list)  # to whom it went, as set then
    due_at = models.DateTimeField()  # one of them is to have opened it by then
    close_by = models.DateTimeField()  # it is to be over, or passed on, by then
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_words = models.CharField(max_length=1000, blank=True)

    objects: ClassVar = FailureReportQuerySet.as_manager()

    class Meta:
        """Newest first in lists."""

        indexes: ClassVar = [
            models.Index(fields=["school", "-at"]),
            models.Index(fields=["closed_at", "due_at"]),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class StepTaken(models.Model):
    """One step of raising a report or a failure elsewhere: when, by whom, under which number there."""

    class Step(models.TextChoices):
        """Where it was raised."""

        SUPPLIER = "supplier", _("The filter's supplier")
        PROVIDER = "provider", _("The broadband provider")
        IWF = "iwf", _("Internet Watch Foundation (IWF)")
        POLICE = "police", _("The police")
        AUTHORITY = "authority", _("The local authority or trust")

    report = models.ForeignKey(PageReport, on_delete=models.CASCADE, null=True, related_name="steps")
    failure = models.ForeignKey(FailureReport, on_delete=models.CASCADE, null=True, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        """Of one of the two; in their order."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(report__isnull=True, failure__isnull=False) | Q(report__isnull=False, failure__isnull=True),
                name="a_step_of_a_report_or_a_failure",
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()


class ProcedureRead(models.Model):
    """Somebody who runs the filter or answers reports has read the procedure."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="procedure_reads")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="procedure_reads")
    at = models.DateTimeField()
    version = models.CharField(max_length=10)

    class Meta:
        """The latest counts."""

        indexes: ClassVar = [models.Index(fields=["school", "user", "-at"])]

    def __str__(self) -> str:
        return str(self.user)


class SpoolPlace(models.Model):
    """How far a file of the gateway's spool has been brought in."""

    file = models.CharField(max_length=40, unique=True)
    offset = models.PositiveBigIntegerField(default=0)
    # digest of the bytes before it: where they are others, the file was written anew (retention does that)
    before = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.file


class SpoolFault(models.Model):
    """A line of the gateway's spool that cannot be read: somebody's words may be in it."""

    file = models.CharField(max_length=40)
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A place is reported once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "offset"], name="one_fault_a_line")]

    def __str__(self) -> str:
        return f"{self.file}, {self.offset}"
