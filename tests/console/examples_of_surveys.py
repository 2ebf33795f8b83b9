"""What the addresses of surveys take: a survey of a class, one that is closed, a question, something written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Survey, SurveyGroup, SurveyWords
from belisha.console.compliance.surveys.actions.answering import answer
from belisha.console.compliance.surveys.actions.choosing import add_question
from belisha.console.compliance.surveys.actions.running import Asked, close, hand_out, open_survey
from cast import a_class, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="test")


def _group(school: School, audience: str = "pupils") -> SurveyGroup:
    today = timezone.localdate()
    for one in Survey.objects.for_school(school).filter(audience=audience, closed_at=None):
        close(by=SYSTEM, survey=one)
    klass = a_class(school) if audience == "pupils" else None
    asked = [Asked("4 Oak", "juniors" if klass else audience, 6, shared=True, klass=klass)]
    last = today + timedelta(days=7)
    survey = open_survey(by=SYSTEM, school=school, audience=audience, opens=today, closes=last, asked=asked)
    return survey.groups.get()


def _code(school: School, audience: str = "pupils") -> str:
    return hand_out(by=By(somebody(school, Role.HEAD)), group=_group(school, audience))[0]


def a_survey(school: School, _member: User) -> dict[str, Any]:
    return {"number": _group(school).survey_id}


def a_closed_survey(school: School, _member: User) -> dict[str, Any]:
    code = _code(school)
    said = {"tell": "yes", "upset": "never", "doing": ["games"]}
    for number in range(6):
        answer(code=code, answers=said, words={}, mark=str(number))
    survey = Survey.objects.for_school(school).get(closed_at=None)
    close(by=SYSTEM, survey=survey)
    return {"number": survey.pk}


def a_group(school: School, _member: User) -> dict[str, Any]:
    return {"number": _group(school).pk}


def a_question(_school: School, _member: User) -> dict[str, Any]:
    return {"form": "staff", "question": "ai"}


def an_own_question(school: School, _member: User) -> dict[str, Any]:
    made = add_question(by=SYSTEM, school=school, form="staff", words="Our meetings help.", kind="yes")
    return {"form": "staff", "number": made.pk}


def something_written(school: School, _member: User) -> dict[str, Any]:
    answer(code=_code(school), answers={}, words={"more": "More computers please"}, mark="written")
    row = SurveyWords.objects.for_school(school).order_by("pk").first()
    assert row is not None
    return {"key": row.pk}


def a_code(school: School, _member: User) -> dict[str, Any]:
    return {"code": _code(school)}


SURVEYS = {
    "survey": a_survey,
    "survey-open": lambda _school, _member: {"audience": "staff"},
    "survey-hand-out": a_group,
    "survey-questions": lambda _school, _member: {"form": "juniors"},
    "survey-question": a_question,
    "survey-question-leave": a_question,
    "survey-question-end": an_own_question,
    "survey-words-read": something_written,
    "survey-words-concern": something_written,
    "survey-close": a_survey,
    "survey-results": a_closed_survey,
    "survey-action": a_closed_survey,
    "survey-answer": a_code,
    "survey-thanks": a_code,
}
