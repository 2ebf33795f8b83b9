"""What came of a survey: shares by question and class, beside the survey before. Numbers that are too small are out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from belisha.console.compliance.models import Survey, SurveyAnswer, SurveyForm, SurveyGroup
from belisha.console.compliance.surveys.queries.running import asked_of
from belisha.console.compliance.surveys.rules import (
    FEWEST,
    LEAST_GOOD,
    YEAR,
    Share,
    answers_of,
    counted_share,
    good_share,
    shown,
    tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.compliance.surveys.rules import Question

__all__ = ["Bar", "Part", "Result", "before", "beside", "last_of", "next_asked", "results_of", "score_of", "weakest"]

Answers = dict[int, list[dict[str, Any]]]  # group -> answers


class Bar(NamedTuple):
    """An answer: its words, how many of a hundred gave it, and where its piece of the bar begins."""

    value: str
    words: str
    percent: int
    begins: int
    colour: int  # 1 as one hopes, or where none is better; 2 in between; 3 not so


class Result(NamedTuple):
    """A question with what came of it. `bars`: none where too few answered; `classes`: those that may be shown."""

    question: Question
    answered: int
    bars: list[Bar]
    good: int | None
    then: int | None  # of a hundred, in the survey before
    classes: dict[str, Share]

    @property
    def change(self) -> int | None:
        """By how many of a hundred it is better than in the survey before."""
        return None if self.good is None or self.then is None else self.good - self.then


class Part(NamedTuple):
    """What those with one form answered. `left_out`: whether there are classes that are too small to show."""

    form: str
    title: str
    answered: int
    results: list[Result]
    classes: list[str]
    left_out: bool


def before(survey: Survey) -> Survey | None:
    """The last survey of the same audience that is over."""
    earlier = Survey.objects.for_school(survey.school).closed()
    found: Survey | None = (
        earlier.filter(audience=survey.audience, number__lt=survey.number).order_by("-number").first()
    )
    return found


def results_of(survey: Survey) -> list[Part]:
    """What came of it, form by form. A fixed number of queries."""
    groups, answers = _groups(survey), _answers(survey)
    earlier = before(survey)
    then = _shares(earlier) if earlier else {}
    parts = []
    for form, asked in asked_of(survey).items():
        if mine := [group for group in groups if group.form == form]:
            parts.append(_part(form, asked, mine, answers, then))
    return parts


def weakest(parts: list[Part], number: int = 3) -> list[tuple[str, Result]]:
    """What a head looks at first: the fewest good answers, with whose they are."""
    found = [(part.title, result) for part in parts for result in part.results if result.good is not None]
    low = [each for each in found if (each[1].good or 0) < LEAST_GOOD]
    return sorted(low, key=lambda each: each[1].good or 0)[:number]


def beside(parts: list[Part]) -> list[tuple[str, list[int | None]]]:
    """Questions that more than one form asks: how good each answered, in the order of the forms."""
    by_form = [{result.question.id: result for result in part.results} for part in parts]
    if len(parts) < 2:
        return []
    both = [name for name in by_form[0] if all(name in form for form in by_form)]
    return [(by_form[-1][name].question.words, [form[name].good for form in by_form]) for name in both]


def score_of(survey: Survey, what: str) -> int | None:
    """How many of a hundred answers to the questions that count for something are good; None: too few to say."""
    found = _answers(survey)
    every = {group.pk: group.form for group in _groups(survey)}
    asked = asked_of(survey)
    counts = [
        tally(question, [each]).get(question.good, 0)
        for group, rows in found.items()
        for question in asked[every[group]]
        if what in question.counted
        for each in rows
        if question.id in each
    ]
    people = sum(len(rows) for rows in found.values())
    return counted_share(counts) if people >= FEWEST and counts else None


def last_of(school: School, audience: str, today: date) -> Survey | None:
    """The last survey of an audience that ended within a year."""
    closed = Survey.objects.for_school(school).closed().filter(audience=audience)
    found: Survey | None = closed.filter(closed_at__date__gte=today - YEAR).order_by("-number").first()
    return found


def next_asked(school: School, today: date) -> list[tuple[Survey.Audience, date]]:
    """By when each audience is to be asked again: a year after its last survey; today where it never was. One query."""
    closed = Survey.objects.for_school(school).closed().order_by("closed_at").values_list("audience", "closed_at")
    last = {audience: timezone.localdate(at) for audience, at in closed if at}
    return [(each, last[each] + YEAR if each in last else today) for each in Survey.Audience]


def _groups(survey: Survey) -> list[SurveyGroup]:
    return list(survey.groups.all())


def _answers(survey: Survey) -> Answers:
    found: Answers = defaultdict(list)
    for group, answers in SurveyAnswer.objects.filter(group__survey=survey).values_list("group", "answers"):
        found[group].append(answers)
    return found


def _shares(survey: Survey) -> dict[tuple[str, str], int | None]:
    """The good shares of a survey, by form and question."""
    groups, answers = _groups(survey), _answers(survey)
    found = {}
    for form, asked in asked_of(survey).items():
        every = _every(answers, [group for group in groups if group.form == form])
        for question in asked:
            found[form, question.id] = good_share(question, tally(question, every)).percent
    return found


def _every(answers: Answers, groups: Iterable[SurveyGroup]) -> list[dict[str, Any]]:
    return [each for group in groups for each in answers.get(group.pk, [])]


def _part(
    form: str,
    asked: Iterable[Question],
    groups: list[SurveyGroup],
    answers: Answers,
    then: dict[tuple[str, str], int | None],
) -> Part:
    results = [
        _result(question, groups, answers, then.get((form, question.id)))
        for question in asked
        if question.kind != "words"
    ]
    names = [group.name for group in groups if any(group.name in result.classes for result in results)]
    few = any(group.answered and group.name not in names for group in groups)
    return Part(form, str(SurveyForm(form).label), len(_every(answers, groups)), results, names, few)


def _result(question: Question, groups: list[SurveyGroup], answers: Answers, then: int | None) -> Result:
    every = tally(question, _every(answers, groups))
    by_class = {group.name: tally(question, answers.get(group.pk, [])) for group in groups}
    visible = shown({name: counts[""] for name, counts in by_class.items()}) if len(groups) > 1 else set()
    classes = {name: good_share(question, counts) for name, counts in by_class.items() if name in visible}
    bars = _bars(question, every) if every[""] >= FEWEST else []
    return Result(question, every[""], bars, good_share(question, every).percent, then, classes)


def _bars(question: Question, counts: dict[str, int]) -> list[Bar]:
    bars, begins = [], 0
    for value, words in answers_of(question):
        percent = round(counts.get(value, 0) * 100 / counts[""])
        bars.append(Bar(value, words, percent, begins, _colour(question, value)))
        begins += 0 if question.kind == "many" else percent
    return bars


def _colour(question: Question, value: str) -> int:
    if value in {"unsure", "sometimes"}:
        return 2
    return 1 if value == question.good or not question.good else 3
