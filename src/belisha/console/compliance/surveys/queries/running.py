"""Which surveys there are, what each asks, and whose code is whose group's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.signing.queries.teaching import taught_by
from belisha.console.compliance.models import (
    OwnQuestion,
    QuestionChoice,
    Survey,
    SurveyCode,
    SurveyGroup,
    SurveyWords,
)
from belisha.console.compliance.surveys.rules import Question, digest_of, form_of_years, questions
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = [
    "Choosing",
    "Rate",
    "asked_of",
    "choices_of",
    "class_sizes",
    "classes_for",
    "group_by_code",
    "group_of",
    "may_hand_out",
    "my_groups",
    "open_surveys",
    "own_questions",
    "questions_of",
    "rate_of",
    "read_words",
    "set_for",
    "survey_of",
    "surveys_of",
    "unread_words",
    "why_shut",
    "words_of",
]

OWN = "own-"


class Choosing(NamedTuple):
    """A question of ours as a school asks it: `ours` is how we put it."""

    question: Question
    ours: str
    left_out: bool


class Rate(NamedTuple):
    """How many are asked, and how many have answered. Never who."""

    asked: int
    answered: int


def surveys_of(school: School) -> QuerySet[Survey]:
    """The surveys of a school with how many are asked and answered, the latest first."""
    found: QuerySet[Survey] = Survey.objects.for_school(school).select_related("school")
    return found.annotate(asked=Sum("groups__size"), answered=Sum("groups__answered"))


def open_surveys(school: School) -> QuerySet[Survey]:
    """Those that people can answer today."""
    found: QuerySet[Survey] = Survey.objects.for_school(school).open_on(timezone.localdate())
    return found


def survey_of(school: School, number: int) -> Survey:
    """One of a school. Raises Http404."""
    rows = Survey.objects.for_school(school).select_related("school")
    found: Survey | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def rate_of(survey: Survey) -> Rate:
    """How many are asked, and how many answered."""
    sizes = list(survey.groups.values_list("size", "answered"))
    return Rate(sum(size for size, _answered in sizes), sum(answered for _size, answered in sizes))


def group_of(school: School, number: int) -> SurveyGroup:
    """A group that is asked. Raises Http404."""
    groups = SurveyGroup.objects.filter(survey__school=school, pk=number)
    found = groups.select_related("survey__school", "klass").first()
    if found is None:
        raise Http404
    return found


def questions_of(group: SurveyGroup) -> tuple[Question, ...]:
    """What a group is asked, as it was when the survey was opened."""
    return msgspec.convert(group.survey.questions.get(group.form, []), tuple[Question, ...])


def asked_of(survey: Survey) -> dict[str, tuple[Question, ...]]:
    """What is asked, by form."""
    return msgspec.convert(survey.questions, dict[str, tuple[Question, ...]])


def choices_of(school: School, form: str) -> list[Choosing]:
    """Our questions of a form as a school asks them."""
    rows = {each.question: each for each in QuestionChoice.objects.for_school(school).filter(form=form)}
    found = []
    for question in questions(form):
        row = rows.get(question.id)
        words = row.words if row and row.words else question.words
        own = msgspec.structs.replace(question, words=words)
        found.append(Choosing(own, question.words, row is not None and row.left_out))
    return found


def own_questions(school: School, form: str) -> QuerySet[OwnQuestion]:
    """What a school asks besides."""
    found: QuerySet[OwnQuestion] = OwnQuestion.objects.for_school(school).in_use().filter(form=form)
    return found


def set_for(school: School, form: str) -> list[Question]:
    """What a survey that is opened now asks; words come last."""
    found = [each.question for each in choices_of(school, form) if not each.left_out]
    for own in own_questions(school, form):
        good = "yes" if own.kind == OwnQuestion.Kind.YES else ""
        kind = "yes" if own.kind == OwnQuestion.Kind.YES else "words"
        about = "governance.safeguarding-culture"
        found.append(Question(f"{OWN}{own.pk}", kind, own.words, about, good))  # type: ignore[arg-type]  # two of four
    return sorted(found, key=lambda question: question.kind == "words")


def classes_for(school: School) -> QuerySet[Group]:
    """The classes that can be asked."""
    classes: QuerySet[Group] = Group.objects.for_school(school).classes().open_on(timezone.localdate())
    return classes.order_by("year", "name", "pk")


def class_sizes(classes: Iterable[Group]) -> dict[int, tuple[int, str]]:
    """How many children each class has, and the form for it. One query."""
    held = Membership.objects.on(timezone.localdate()).filter(group__in=classes, teaches=False)
    held = held.filter(person__kind=User.Kind.PUPIL).filter(person__in=Person.objects.on_roll(timezone.localdate()))
    years: dict[int, list[str]] = {group.pk: [] for group in classes}
    for group, year in held.values_list("group", "person__year"):
        years[group].append(year)
    by_class = {group.pk: group.year for group in classes}
    return {pk: (len(found), form_of_years([by_class[pk]] if by_class[pk] else found)) for pk, found in years.items()}


def may_hand_out(user: User, group: SurveyGroup) -> bool:
    """Whether somebody hands out the codes of a group: who runs surveys, and who teaches the class."""
    school = group.survey.school
    if has_permission(user, Permission.RUN_SURVEYS, school):
        return True
    return group.klass_id is not None and taught_by(user, school).filter(pk=group.klass_id).exists()


def my_groups(user: User, school: School) -> QuerySet[SurveyGroup]:
    """The classes that somebody teaches and that are asked now."""
    open_now = Survey.objects.for_school(school).open_on(timezone.localdate())
    mine = taught_by(user, school)
    return SurveyGroup.objects.filter(survey__in=open_now, klass__in=mine).select_related("survey")


def group_by_code(code: str) -> SurveyGroup | None:
    """The group of a code that was given out; None for a code that is none, or of a survey that is over."""
    digest = digest_of(code)
    groups = SurveyGroup.objects.select_related("survey__school").filter(survey__closed_at__isnull=True)
    group = groups.filter(digest=digest).first()
    if group is None:
        row = SurveyCode.objects.filter(digest=digest).first()
        group = groups.filter(pk=row.group_id).first() if row else None
    return group


def why_shut(group: SurveyGroup, code: str) -> str:
    """Why nobody can answer with a code now, for a child to read; "" where they can."""
    today, survey = timezone.localdate(), group.survey
    if today < survey.opens:
        return _("This is not open yet.")
    if survey.closed_at is not None or today > survey.closes:
        return _("This is over. Thank you!")
    if group.answered >= group.size:
        return _("All of you have said what you think. Thank you!")
    if not group.shared and not group.codes.filter(digest=digest_of(code), used=False).exists():
        return _("This code was used. Thank you!")
    return ""


def unread_words(school: School) -> QuerySet[SurveyWords]:
    """What nobody of the safeguarding team has read."""
    found: QuerySet[SurveyWords] = SurveyWords.objects.for_school(school).unread()
    return found.select_related("group__survey__school")


def words_of(school: School, key: UUID) -> SurveyWords:
    """What somebody wrote. Raises Http404."""
    rows = SurveyWords.objects.for_school(school).select_related("group__survey__school")
    found: SurveyWords | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def read_words(survey: Survey) -> list[SurveyWords]:
    """What the safeguarding team has read and made no concern of: for those who run the survey."""
    rows = SurveyWords.objects.filter(group__survey=survey, read_at__isnull=False, concern="").exclude(words="")
    return list(rows.select_related("group").order_by("group__form", "pk"))
