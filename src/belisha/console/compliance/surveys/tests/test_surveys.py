"""Surveys: opened, handed out, answered once for each code by nobody knows whom, closed, and what came of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.roles import Role
from belisha.console.agreements.models import Activity
from belisha.console.audit.models import Link
from belisha.console.compliance.models import Plan, Survey, SurveyAnswer, SurveyCode, SurveyGroup, SurveyWords
from belisha.console.compliance.planner.queries import days_of
from belisha.console.compliance.surveys.actions.answering import MOST_WRONG, answer
from belisha.console.compliance.surveys.actions.choosing import add_question, choose
from belisha.console.compliance.surveys.actions.reading import mark_read
from belisha.console.compliance.surveys.actions.running import Asked, close, forget_words, hand_out, open_survey
from belisha.console.compliance.surveys.needs import classes_to_ask, surveys_that_end, words_to_read
from belisha.console.compliance.surveys.nightly import after_surveys
from belisha.console.compliance.surveys.queries.results import results_of, score_of
from belisha.console.compliance.surveys.queries.running import questions_of, read_words, unread_words
from belisha.console.compliance.surveys.rules import FEWEST, code_of, form_of_years, new_code, questions, shown
from belisha.console.concerns.models import Concern
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, State
from cast import a_class, a_pupil, a_school, a_teacher, just_confirmed, somebody

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db

SYSTEM = By(None, system="test")
GOOD = {"infants": "yes", "juniors": "yes", "staff": "yes", "parents": "yes"}


@pytest.fixture
def school() -> School:
    return a_school()


def a_survey(school: School, audience: str = "pupils", *, size: int = 6, shared: bool = True) -> SurveyGroup:
    """An open survey of one group, of Key Stage 2 where pupils are asked."""
    today = timezone.localdate()
    form = "juniors" if audience == "pupils" else audience
    klass = a_class(school) if audience == "pupils" else None
    asked = [Asked("4 Oak" if klass else "Everybody", form, size, shared, klass)]
    opened = open_survey(
        by=SYSTEM, school=school, audience=audience, opens=today, closes=today + timedelta(7), asked=asked
    )
    return opened.groups.get()


def the_code(group: SurveyGroup) -> str:
    return hand_out(by=By(somebody(group.survey.school, Role.HEAD)), group=group)[0]


def say(code: str, answers: dict[str, str], mark: str, words: str = "") -> None:
    answer(code=code, answers=answers, words={"more": words}, mark=mark)


def a_closed_survey(school: School, audience: str, said: str = "yes", number: int = FEWEST) -> Survey:
    group = a_survey(school, audience)
    code = the_code(group)
    for mark in range(number):
        say(code, {question.id: said for question in questions_of(group)}, str(mark))
    close(by=SYSTEM, survey=group.survey)
    return Survey.objects.select_related("school").get(pk=group.survey_id)


def state(school: School, duty: str) -> State:
    return PROOFS[duty].ask(school, timezone.now()).state


def test_concerns_no_blame_is_met_by_pupils_who_say_that_they_can_tell(school: School) -> None:
    a_closed_survey(school, "pupils")
    assert state(school, "concerns.no-blame") is State.MET


def test_concerns_no_blame_is_breached_by_pupils_who_cannot_or_who_were_not_asked(school: School) -> None:
    assert state(school, "concerns.no-blame") is State.BREACHED
    a_closed_survey(school, "pupils", "no")
    assert state(school, "concerns.no-blame") is State.BREACHED
    later = timezone.now() + timedelta(days=400)
    assert "not asked" in PROOFS["concerns.no-blame"].ask(school, later).reason


def test_governance_safeguarding_culture_is_met_when_all_three_were_asked_and_are_content(school: School) -> None:
    for audience in ("pupils", "staff", "parents"):
        assert state(school, "governance.safeguarding-culture") is State.BREACHED
        a_closed_survey(school, audience)
    assert state(school, "governance.safeguarding-culture") is State.MET
    assert state(school, "parents.partnership") is State.MET, "what parents said is told to the parents' programme"
    assert Activity.objects.get(kind="survey").attended == FEWEST


def test_governance_safeguarding_culture_is_breached_by_a_low_score_of_one_of_them(school: School) -> None:
    for audience, said in (("pupils", "yes"), ("staff", "no"), ("parents", "yes")):
        a_closed_survey(school, audience, said)
    found = PROOFS["governance.safeguarding-culture"].ask(school, timezone.now())
    assert (found.state, "Staff 0" in found.reason) == (State.BREACHED, True)


def test_a_shared_code_is_good_for_as_many_as_the_class_has_and_the_same_page_counts_once(school: School) -> None:
    group = a_survey(school, size=2)
    code = the_code(group)
    for mark in ("a", "a", "b"):
        say(code, {"tell": "yes"}, mark)
    with pytest.raises(ValidationError, match="All of you"):
        say(code, {"tell": "no"}, "c")
    assert SurveyAnswer.objects.count() == 2


def test_a_card_is_good_once_and_new_cards_take_the_place_of_those_that_nobody_used(school: School) -> None:
    group = a_survey(school, size=3, shared=False)
    head = By(somebody(school, Role.HEAD))
    first = hand_out(by=head, group=group)
    assert len(set(first)) == 3
    say(first[0], {"tell": "yes"}, "a")
    with pytest.raises(ValidationError, match="was used"):
        say(first[0], {"tell": "yes"}, "b")
    second = hand_out(by=head, group=group)
    assert len(second) == 2, "one has answered"
    with pytest.raises(ValidationError, match="code is not right"):
        say(first[1], {"tell": "yes"}, "c")
    say(second[0], {"tell": "yes"}, "d")


def test_nothing_that_is_kept_tells_who_answered(school: School) -> None:
    group = a_survey(school, shared=False)
    code = the_code(group)
    before = Link.objects.count()
    say(code, {"tell": "yes"}, "a", "We like our lessons.")
    assert Link.objects.count() == before, "a line with its time would tell"
    for model in (SurveyAnswer, SurveyWords):
        kept = {field.name for field in model._meta.get_fields()}
        assert not kept & {"by", "user", "person", "code", "at", "address"}
    assert {field.name for field in SurveyCode._meta.get_fields()} == {"id", "group", "digest", "used"}
    assert code not in str(list(SurveyCode.objects.values()) + list(SurveyGroup.objects.values()))


def test_words_that_give_cause_for_worry_are_a_concern_at_once_and_others_wait_to_be_read(school: School) -> None:
    group, dsl = a_survey(school), somebody(school, Role.DSL)
    code = the_code(group)
    say(code, {}, "a", "i want to kill myself")
    concern = Concern.objects.get()
    assert (concern.origin, concern.reported_by, concern.child_protection) == ("pupil", None, True)
    say(code, {}, "b", "More computers please")
    assert [row.words for row in unread_words(school)] == ["More computers please"]
    assert [need.text for need in words_to_read(dsl, school)] == ["Read 1 text from a survey"]
    mark_read(by=By(dsl), words=unread_words(school).get())
    assert not list(words_to_read(dsl, school))
    assert [row.words for row in read_words(group.survey)] == ["More computers please"], "the concern is not among it"


def test_fewer_than_five_are_not_shown_and_classes_not_where_one_could_be_worked_out(school: School) -> None:
    survey = a_closed_survey(school, "pupils", number=FEWEST - 1)
    assert [result.bars for part in results_of(survey) for result in part.results if result.bars] == []
    assert score_of(survey, "culture") is None


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=8))
def test_what_is_hidden_of_a_whole_is_never_fewer_than_five_answers(sizes: dict[str, int]) -> None:
    hidden = sizes.keys() - shown(sizes)
    assert all(sizes[name] >= FEWEST for name in shown(sizes))
    assert sum(sizes[name] for name in hidden) not in range(1, FEWEST) or hidden == sizes.keys()


def test_a_survey_is_compared_with_the_one_before(school: School) -> None:
    a_closed_survey(school, "staff", "no")
    results = {result.question.id: result for result in results_of(a_closed_survey(school, "staff"))[0].results}
    assert (results["report"].good, results["report"].then, results["report"].change) == (100, 0, 100)
    assert [bar.percent for bar in results["report"].bars] == [100, 0, 0]


def test_a_school_leaves_out_words_otherwise_and_adds_and_an_open_survey_stays_as_it_was(school: School) -> None:
    before = a_survey(school, "staff")
    choose(by=SYSTEM, school=school, form="staff", question="ai", left_out=True)
    choose(by=SYSTEM, school=school, form="staff", question="teach", words="I can teach this.")
    add_question(by=SYSTEM, school=school, form="staff", words="Our meetings help.", kind="yes")
    assert {"ai", "teach"} <= {question.id for question in questions_of(before)}
    close(by=SYSTEM, survey=before.survey)
    after = {question.id: question.words for question in questions_of(a_survey(school, "staff"))}
    assert "ai" not in after
    assert after["teach"] == "I can teach this."
    assert "Our meetings help." in after.values()
    with pytest.raises(ValidationError, match="youngest"):
        add_question(by=SYSTEM, school=school, form="infants", words="Why?", kind="words")


def test_every_question_is_about_a_duty_and_what_counts_has_a_good_answer() -> None:
    for form in GOOD:
        asked = questions(form)
        assert {question.about for question in asked} <= catalogue().keys()
        assert all(question.good for question in asked if question.counted)
        assert len({question.id for question in asked}) == len(asked)
    assert all(question.picture and question.kind == "yes" for question in questions("infants"))


def test_codes_are_read_as_children_type_them_and_a_mixed_class_gets_the_form_of_its_youngest() -> None:
    code = new_code()
    assert code_of(f" {code[:3].lower()}-{code[3:]} ") == code
    assert [code_of(typed) for typed in ("", "ABC", "=1+1", "ABCDEFGH")] == ["", "", "", ""]
    assert [form_of_years(years) for years in ((), ("year-2", "year-3"), ("year-3",))] == [
        "juniors",
        "infants",
        "juniors",
    ]


def test_night_closes_what_is_over_forgets_the_codes_and_after_a_year_the_words(school: School) -> None:
    group = a_survey(school)
    say(the_code(group), {}, "a", "More computers please")
    now = timezone.now()
    assert after_surveys(now) == ""
    assert after_surveys(now + timedelta(days=8)) == "1 survey was closed."
    group.refresh_from_db()
    assert (group.digest, group.survey.closed_at is not None) == (None, True)
    assert forget_words(now + timedelta(days=380)) == 1
    assert SurveyWords.objects.get().words == ""


def test_only_who_runs_it_and_the_classes_own_teacher_hands_out_and_both_see_how_many_answered(school: School) -> None:
    group = a_survey(school)
    teacher, other = somebody(school, Role.TEACHER), somebody(school, Role.TEACHER)
    a_teacher(school, of=a_class(school), user=teacher)
    say(hand_out(by=By(teacher), group=group)[0], {"tell": "yes"}, "a")
    with pytest.raises(NotAllowedError):
        hand_out(by=By(other), group=group)
    assert [need.text for need in classes_to_ask(teacher, school)] == ["Survey in 4 Oak: 1 of 6 have answered"]
    Survey.objects.update(closes=timezone.localdate() + timedelta(2))
    head = somebody(school, Role.HEAD)
    assert [need.text for need in surveys_that_end(head, school)] == ["Survey ends soon (Pupils): 1 of 6 have answered"]


def test_a_class_is_asked_on_a_tablet_and_what_came_of_it_becomes_an_action(client: Client, school: School) -> None:
    klass, head = a_class(school), somebody(school, Role.HEAD)
    for _each in range(FEWEST):
        a_pupil(school, in_class=klass)
    client.force_login(head)
    just_confirmed(client)
    at, today = f"/schools/{school.code}/surveys/", timezone.localdate()
    last = today + timedelta(5)
    days = {"opens_day": today.day, "opens_month": today.month, "opens_year": today.year}
    days |= {"closes_day": last.day, "closes_month": last.month, "closes_year": last.year}
    client.post(f"{at}open/pupils/", {**days, "classes": [klass.pk], "how": "shared"})
    group = SurveyGroup.objects.get()
    assert (group.size, group.form) == (FEWEST, "juniors")
    path = re.findall(r"/survey/\w{6}/", client.post(f"{at}groups/{group.pk}/").content.decode())[0]
    client.logout()
    for number in range(FEWEST):
        mark = re.findall(r'name="began" value="(\w+)"', client.get(path).content.decode())[0]
        sent = client.post(path, {"began": mark, "q-tell": "yes", "q-doing": ["games", "ai"]})
        assert sent.headers["Location"] == f"{path}thanks/"
        assert ("I am next" in client.get(sent.headers["Location"]).content.decode()) is (number < FEWEST - 1)
    assert "0800 1111" in client.get(path).content.decode(), "who helps stands on the last page, also of a used code"
    client.force_login(User.objects.get(pk=head.pk))
    just_confirmed(client)
    assert client.get(f"{at}{group.survey_id}/results/").status_code == 302, "not while it is open"
    client.post(f"{at}{group.survey_id}/close/")
    due = {"due_day": last.day, "due_month": last.month, "due_year": last.year}
    client.post(
        f"{at}{group.survey_id}/action/", {**due, "question": "tell", "words": "Talk in assembly", "owner": head.pk}
    )
    assert Plan.objects.get().duty == "concerns.no-blame"
    results = client.get(f"{at}{group.survey_id}/results/").content.decode()
    assert "Talk in assembly" in results
    csv = client.get(f"{at}{group.survey_id}/results/?format=csv").content.decode()
    assert "Play games,100,5" in csv
    assert "fewer than 5" in csv


def test_nothing_typed_is_lost_and_codes_cannot_be_guessed_at_will(client: Client, school: School) -> None:
    group = a_survey(school)
    path = f"/survey/{the_code(group)}/"
    long = "x" * 3000
    again = client.post(path, {"began": "a", "q-tell": "no", "q-more": long}).content.decode()
    assert long in again
    assert 'value="no" checked' in again
    assert "too long" in again
    for _each in range(MOST_WRONG):
        assert client.get("/survey/AAAAAA/").status_code == 404
    assert client.get(path).status_code == 404, "whoever tries so many is let wait"


def test_results_of_many_groups_ask_no_more_of_the_database(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_closed_survey(school, "staff")
    survey = a_closed_survey(school, "staff")
    with django_assert_num_queries(5):  # groups, answers, the survey before, and its groups and answers
        assert results_of(survey)[0].answered == FEWEST
    today = timezone.localdate()
    asked = [Asked(f"Team {number}", "staff", 9, shared=True) for number in range(4)]
    many = open_survey(by=SYSTEM, school=school, audience="staff", opens=today, closes=today, asked=asked)
    with django_assert_num_queries(5):
        assert len(results_of(many)) == 1


def test_the_planner_says_when_a_survey_ends_and_when_people_are_asked_again(school: School) -> None:
    a_closed_survey(school, "staff")
    a_survey(school)
    today = timezone.localdate()
    days = {each.title: each.day for each in days_of(school, today, today + timedelta(366)) if each.kind == "survey"}
    assert days == {
        "Survey ends: Pupils": today + timedelta(7),
        "Ask anew: Staff": today + timedelta(365),
        "Ask anew: Parents and carers": today,
    }
