"""Surveys for the sample: of pupils and staff closed, of parents open. Invented."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, Post
from belisha.console.compliance.surveys.actions.answering import answer
from belisha.console.compliance.surveys.actions.running import Asked, close, hand_out, open_survey, plan_because
from belisha.console.compliance.surveys.queries.counting import how_many
from belisha.console.compliance.surveys.queries.running import class_sizes, classes_for, questions_of
from belisha.console.compliance.surveys.rules import answers_of

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.compliance.models import Survey, SurveyGroup
    from belisha.console.compliance.surveys.rules import Question

__all__ = ["sample_surveys"]

CLASSES: Final = 4
ANSWERS: Final = 8  # of each class
WROTE: Final = "We would like more time for coding."


def sample_surveys() -> None:
    """For the first school of the sample with somebody to run them."""
    for federation in Federation.objects.order_by("pk"):
        school = federation.schools.order_by("pk").first()
        head = Post.objects.for_school(school).filter(role="head").select_related("holder").first() if school else None
        if school and head:
            _school(school, head.holder)


def _school(school: School, head: User) -> None:
    classes = list(classes_for(school))
    sizes = class_sizes(classes)
    chosen = [group for group in classes if sizes[group.pk][0] >= ANSWERS]
    # the youngest and the oldest, so that key stages can be compared
    chosen = chosen[: CLASSES // 2] + chosen[CLASSES // 2 :][-CLASSES // 2 :]
    pupils = [Asked(group.name, sizes[group.pk][1], sizes[group.pk][0], shared=True, klass=group) for group in chosen]
    if pupils:
        survey = _asked(school, head, "pupils", pupils)
        _end(survey, head, "Ask in assembly whom each child would tell")
    staff = [Asked("Staff", "staff", max(how_many(school, "staff"), ANSWERS), shared=True)]
    _end(_asked(school, head, "staff", staff), head, "Show the new staff how a page is asked for")
    _asked(school, head, "parents", [Asked("Parents", "parents", 120, shared=True)])


def _asked(school: School, head: User, audience: str, asked: list[Asked]) -> Survey:
    today = timezone.localdate()
    opens, closes = today - timedelta(days=6), today + timedelta(days=8)
    survey = open_survey(by=By(head), school=school, audience=audience, opens=opens, closes=closes, asked=asked)
    for number, group in enumerate(survey.groups.order_by("pk")):
        _answer(group, hand_out(by=By(head), group=group)[0], number)
    return survey


def _answer(group: SurveyGroup, code: str, shift: int) -> None:
    """Most answer as one hopes, some do not; one of the first group writes something."""
    for number in range(ANSWERS):
        said = {each.id: _said(each, number + shift + place) for place, each in enumerate(questions_of(group))}
        words = {"more": WROTE} if number == shift == 0 else {}
        answer(code=code, answers=said, words=words, mark=f"sample-{number}")


def _said(question: Question, number: int) -> Any:
    known = [value for value, _words in answers_of(question)]
    if question.kind == "many":
        return [each for place, each in enumerate(known) if (number + place) % 3 == 0]
    if not known or not question.good:
        return ""
    others = cycle([value for value in known if value != question.good])
    return question.good if number % 5 else [next(others) for _each in range(1 + number % 2)][-1]


def _end(survey: Survey, head: User, words: str) -> None:
    close(by=By(head), survey=survey)
    duty, due = "concerns.no-blame", timezone.localdate() + timedelta(days=20)
    plan_because(by=By(head), survey=survey, duty=duty, words=words, owner=head, due=due)
