"""Surveys about online safety: what is asked of whom, the codes that let somebody answer once, and the answers.

Nothing here tells who answered: an answer has no code, no account and no time, and its words lie apart from it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User
from belisha.console.compliance.models.plans import Plan
from belisha.console.people.models import Group

if TYPE_CHECKING:
    from belisha.console.access.models import School as Place

__all__ = [
    "OwnQuestion",
    "QuestionChoice",
    "Survey",
    "SurveyAction",
    "SurveyAnswer",
    "SurveyCode",
    "SurveyForm",
    "SurveyGroup",
    "SurveyWords",
]


class SurveyForm(models.TextChoices):
    """Whose questions they are."""

    INFANTS = "infants", _("Pupils of Key Stage 1")
    JUNIORS = "juniors", _("Pupils of Key Stage 2")
    STAFF = "staff", _("Staff")
    PARENTS = "parents", _("Parents and carers")


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions about surveys."""

    def for_school(self, school: Place) -> SurveyQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def open_on(self, day: object) -> SurveyQuerySet:
        """Those that people can answer on a day."""
        return self.filter(closed_at__isnull=True, opens__lte=day, closes__gte=day)

    def closed(self) -> SurveyQuerySet:
        """Those that are over."""
        return self.filter(closed_at__isnull=False)


class Survey(models.Model):
    """A survey of pupils, staff or parents. `questions`: by form, as they were when it was opened."""

    class Audience(models.TextChoices):
        """Who is asked."""

        PUPILS = "pupils", _("Pupils")
        STAFF = "staff", _("Staff")
        PARENTS = "parents", _("Parents and carers")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="surveys")
    audience = models.CharField(max_length=8, choices=Audience)
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField(default=dict)  # form -> [{id, words, kind, …}]
    opens = models.DateField()
    closes = models.DateField()  # the last day
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words_erased_at = models.DateTimeField(null=True)

    objects: ClassVar = SurveyQuerySet.as_manager()

    class Meta:
        """One of an audience at a time, so that nobody is asked twice."""

        ordering: ClassVar = ["-opens", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "audience", "number"], name="one_survey_a_number"),
            models.UniqueConstraint(
                fields=["school", "audience"],
                condition=Q(closed_at__isnull=True),
                name="one_open_survey_of_an_audience",
            ),
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="a_survey_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"survey of {self.audience}, number {self.number}"


class SurveyGroup(models.Model):
    """A class, all staff or all families: how many are asked, how many answered."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="groups")
    klass = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    form = models.CharField(max_length=8, choices=SurveyForm)
    size = models.PositiveSmallIntegerField()  # that many may answer
    shared = models.BooleanField(default=True)  # one code for all of them; False: a code for each
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, and most have none
    answered = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """By name; never more answers than were asked for."""

        ordering: ClassVar = ["form", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "name"], name="a_group_once_a_survey"),
            models.CheckConstraint(condition=Q(answered__lte=F("size")), name="no_more_answers_than_asked_for"),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyCode(models.Model):
    """A code for one answer, of which only a hash is kept. Not which answer it gave, nor when."""

    group = models.ForeignKey(SurveyGroup, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "used" if self.used else "not used"


class SurveyAnswer(models.Model):
    """What somebody answered. Its number is drawn by lot, so that it does not say who came first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SurveyGroup, on_delete=models.PROTECT, related_name="answers")
    answers = models.JSONField(default=dict)  # question -> answer, or a list of them

    def __str__(self) -> str:
        return str(self.group)


class SurveyWordsQuerySet(models.QuerySet["SurveyWords"]):
    """Questions about words."""

    def for_school(self, school: Place) -> SurveyWordsQuerySet:
        """Those of one school: the one door."""
        return self.filter(group__survey__school=school)

    def unread(self) -> SurveyWordsQuerySet:
        """Those that nobody of the safeguarding team has read, and that are no concern."""
        return self.filter(read_at__isnull=True, concern="")


class SurveyWords(models.Model):
    """What somebody wrote, apart from what else they answered. The safeguarding team reads each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SurveyGroup, on_delete=models.PROTECT, related_name="words")
    question = models.CharField(max_length=40)
    words = models.TextField(blank=True)  # emptied a year after the survey
    day = models.DateField()
    worry = models.BooleanField(default=False)  # the program read something that gives cause for worry
    concern = models.CharField(max_length=9, blank=True)  # the reference of the concern that began with it
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = SurveyWordsQuerySet.as_manager()

    class Meta:
        """What gives cause for worry first."""

        ordering: ClassVar = ["-worry", "day", "pk"]

    def __str__(self) -> str:
        return f"words of {self.group}"


class SurveyAction(models.Model):
    """Something that is done because of a survey."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="actions")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.plan)


class QuestionChoiceQuerySet(models.QuerySet["QuestionChoice"]):
    """Questions about what a school asks otherwise."""

    def for_school(self, school: Place) -> QuestionChoiceQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)


class QuestionChoice(models.Model):
    """A question of ours that a school leaves out, or asks in its own words."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=SurveyForm)
    question = models.CharField(max_length=40)
    words = models.CharField(max_length=160, blank=True)
    left_out = models.BooleanField(default=False)

    objects: ClassVar = QuestionChoiceQuerySet.as_manager()

    class Meta:
        """One a question."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "form", "question"], name="one_choice_a_question")
        ]

    def __str__(self) -> str:
        return self.question


class OwnQuestionQuerySet(models.QuerySet["OwnQuestion"]):
    """Questions about questions of a school's own."""

    def for_school(self, school: Place) -> OwnQuestionQuerySet:
        """Those of one school: the one door."""
        return self.filter(school=school)

    def in_use(self) -> OwnQuestionQuerySet:
        """Those that the next survey has."""
        return self.filter(ended_at__isnull=True)


class OwnQuestion(models.Model):
    """Something that a school asks besides our questions: answered yes, not sure or no, or in words."""

    class Kind(models.TextChoices):
        """How it is answered."""

        YES = "yes", _("Yes, not sure or no")
        WORDS = "words", _("In their own words")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=SurveyForm)
    words = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.YES)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnQuestionQuerySet.as_manager()

    class Meta:
        """In the order in which they were added."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.words
