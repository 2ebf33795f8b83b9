"""What rises is seen, looked into and taught; figures tell of nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.calendars.actions import change_calendar
from belisha.console.access.calendars.years import Part, Year
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject, TrendNote
from belisha.console.concerns.patterns.actions import Lesson, note, taught
from belisha.console.concerns.patterns.duties import lessons_follow, records_shape_practice, rises_are_looked_into
from belisha.console.concerns.patterns.queries import (
    compared,
    counts_of,
    figures_of,
    repeated,
    rises_of,
    span_of,
    suggestion_for,
    terms_back,
)
from belisha.console.concerns.patterns.rules import FEW, Rise, per_hundred, rises, told
from belisha.console.concerns.queries.countable import countable
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.rules.categories import categories
from belisha.console.duties.registry import State
from belisha.engine.policy.model import Span
from cast import a_person, a_pupil, a_school, everywhere, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SUMMER = datetime(2026, 6, 3, 12, tzinfo=UTC)
TODAY = NOW.date()
QUERIES_TO_COMPARE = 3  # what is decided at the schools, their concerns, their pupils
RISE = Rise("category", "bullying", 3, 0)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


def concerns(
    school: School,
    number: int,
    at: datetime = NOW,
    category: str = "bullying",
    *who: NewSubject,
    where: str = "Chatty",
) -> None:
    for _each in range(number):
        told_ = Told(Concern.Origin.STAFF, where=where)
        one = report(
            by=By(None, system="t"), school=school, category=category, words="It happened", subjects=who, told=told_
        )
        Concern.objects.filter(pk=one.pk).update(reported_at=at)


@pytest.fixture
def history(school: School) -> None:
    """Something happened at the school long before the term of today."""
    concerns(school, 1, timezone.now() - timedelta(days=500), "wellbeing")


@pytest.mark.usefixtures("history")
def test_what_comes_more_often_than_last_term_rises(school: School, dsl: User) -> None:
    concerns(school, 3)
    concerns(school, 4, SUMMER, "money")
    concerns(school, 3, NOW, "money")
    found = rises_of(By(dsl), school, TODAY)
    assert Rise("category", "bullying", 3, 0) in found
    assert not [rise for rise in found if rise.value == "money"]


def test_two_are_no_rise(school: School, dsl: User) -> None:
    concerns(school, 2)
    assert rises_of(By(dsl), school, TODAY) == []


@pytest.mark.parametrize(
    ("first", "risen"), [(None, False), (datetime(2026, 8, 24, tzinfo=UTC), False), (SUMMER, True)]
)
def test_nothing_rises_until_weeks_of_the_term_before_are_on_record(
    school: School, dsl: User, first: datetime | None, risen: bool
) -> None:
    concerns(school, 3)
    if first:
        concerns(school, 1, first, "wellbeing")
    found = counts_of(visible(By(dsl), school), span_of(school, TODAY))
    assert found.comparable is risen
    assert (Rise("category", "bullying", 3, 0) in rises_of(By(dsl), school, TODAY)) is risen


def test_a_page_of_the_first_term_says_that_there_is_nothing_to_compare_with(
    client: Client, school: School, dsl: User
) -> None:
    concerns(school, 3, timezone.now())
    pages = sign_in(client, dsl)
    page = pages.get(reverse("concern-patterns", args=[school.code])).content.decode()
    assert "nothing to compare with yet" in page
    assert "Last term" not in page
    assert "hatty" in page
    assert "Term before" not in pages.get(reverse("concern-figures", args=[school.code])).content.decode()


@pytest.mark.usefixtures("history")
def test_one_place_in_several_spellings_is_counted_once_as_most_write_it(school: School, dsl: User) -> None:
    for number, where in ((2, "Hazel Class"), (1, "hazel  class"), (1, "HAZELCLASS")):
        concerns(school, number, NOW, where=where)
    assert Rise("site", "Hazel Class", 4, 0) in rises_of(By(dsl), school, TODAY)


@pytest.mark.usefixtures("history")
def test_patterns_hold_only_what_one_may_see(school: School, dsl: User) -> None:
    staff = a_person(school, "staff", user=somebody(school, Role.TEACHER))
    concerns(school, 3, NOW, "adult-conduct", NewSubject(Subject.Role.ALLEGED, staff))
    assert rises_of(By(dsl), school, TODAY) == []
    assert repeated(By(dsl), school, span_of(school, TODAY).first, TODAY + timedelta(days=1)) == []
    concerns(school, 1, SUMMER, "adult-conduct", NewSubject(Subject.Role.ALLEGED, staff))
    head = somebody(school, Role.HEAD)
    seen = counts_of(visible(By(head), school), span_of(school, TODAY))
    assert (seen.now["category"]["adult-conduct"], seen.before["category"]["adult-conduct"]) == (3, 1)
    assert rises_of(By(head), school, TODAY) == [], "others read what is noted of a rise: also whom it is about"


def test_a_restricted_person_is_not_named_to_one_who_was_let_in(school: School, dsl: User) -> None:
    child = NewSubject(Subject.Role.HARMED, a_pupil(school, "Amy Hill"), restricted=True)
    staff = NewSubject(Subject.Role.ALLEGED, a_person(school, "staff", user=somebody(school, Role.TEACHER)))
    head, span = somebody(school, Role.HEAD), (span_of(school, TODAY).first, TODAY + timedelta(days=1))
    concerns(school, 2, NOW, "adult-conduct", child, staff)
    for concern in Concern.objects.all():
        let_in(by=By(head), concern=concern, user=dsl, reason="Their key adult")
    assert [person.name for person, _count in repeated(By(dsl), school, *span)] == [staff.person.name]
    assert len(repeated(By(head), school, *span)) == 2


def test_who_comes_back_is_named_to_those_who_work_on_it(school: School, dsl: User) -> None:
    child = a_pupil(school, "Amy Hill")
    concerns(school, 2, NOW, "bullying", NewSubject(Subject.Role.HARMED, child))
    assert repeated(By(dsl), school, span_of(school, TODAY).first, TODAY + timedelta(days=1)) == [(child, 2)]


def test_figures_count_no_adult(school: School) -> None:
    staff = a_person(school, "staff", user=somebody(school, Role.TEACHER))
    concerns(school, 3, NOW, "wellbeing", NewSubject(Subject.Role.HARMED, staff))
    concerns(school, 1)
    assert countable(school).count() == 1


def test_figures_leave_small_numbers_out(school: School) -> None:
    concerns(school, 7)
    concerns(school, 1, NOW, "money")
    found = figures_of(school, span_of(school, TODAY))
    assert found.rows[0] == ("reported", "10", "none")
    assert {name: now for name, now, _before in found.kinds}["Money, gambling and scams"] == "fewer than 5"


def test_terms_go_back(school: School) -> None:
    spans = terms_back(school, TODAY)
    assert len(spans) == 6
    assert all(newer.first > older.first for newer, older in pairwise(spans))


@given(st.integers(0, 10_000))
def test_no_figure_tells_of_one_more_or_less_for_sure(number: int) -> None:
    shown = told(number)
    if number:
        assert shown != str(number) or number % FEW == 0
        assert any(told(other) == shown for other in (number - 1, number + 1) if other > 0)


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 50)), st.dictionaries(st.text(max_size=3), st.integers(0, 50))
)
def test_more_last_term_never_makes_a_rise(now: dict[str, int], before: dict[str, int]) -> None:
    more = {value: before.get(value, 0) + 1 for value in now}
    values = {rise.value for rise in rises("category", now, before, (50, 90))}
    assert {rise.value for rise in rises("category", now, more, (50, 90))} <= values


def test_rates_are_left_out_where_they_are_small() -> None:
    assert [per_hundred(4, 200), per_hundred(12, 200), per_hundred(12, 0)] == ["left out", "5.0", "left out"]


def test_every_suggestion_is_of_a_category_that_exists() -> None:
    known = {category.id for category in categories()}
    from belisha.console.concerns.patterns.queries import _suggestions

    assert set(_suggestions()) <= known
    assert suggestion_for("bullying") is not None


def test_a_lesson_is_taught_by_those_who_may(school: School, dsl: User) -> None:
    lesson = Lesson("Tell, keep, block", timezone.localdate())
    with pytest.raises(NotAllowedError):
        note(by=By(somebody(school, Role.TEACHER)), school=school, rise=RISE, words="Chat", lesson=lesson)
    late = Lesson("x", timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError):
        note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=late)
    row = note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=lesson)
    with pytest.raises(NotAllowedError):
        taught(by=By(somebody(school, Role.GOVERNOR)), row=row, words="To 5 Ash")
    taught(by=By(somebody(school, Role.COMPUTING_LEAD)), row=row, words="To 5 Ash on Monday")
    with pytest.raises(ValidationError):
        taught(by=By(dsl), row=row, words="Again")


@pytest.mark.usefixtures("history")
def test_a_rise_is_looked_into_on_a_page(client: Client, school: School, dsl: User) -> None:
    concerns(school, 3, timezone.now())
    client = sign_in(client, dsl)
    page = client.get(reverse("concern-patterns", args=[school.code])).content.decode()
    assert "3 this term, 0 last term" in page
    address = f"{reverse('concern-pattern-note', args=[school.code])}?kind=category&value=bullying"
    assert "Say by when" in client.post(address, {"words": "Chat", "lesson": "Tell"}).content.decode()
    client.post(address, {"words": "Chat of Year 5", "lesson": "Tell", "lesson_due": timezone.localdate().isoformat()})
    assert TrendNote.objects.get().lesson == "Tell"
    assert client.get(address.replace("bullying", "<script>")).status_code == 404


def test_the_schools_are_compared_for_the_federation(client: Client, school: School) -> None:
    concerns(school, 7, timezone.now())
    a_pupil(school)
    client = sign_in(client, everywhere(school.federation, Role.EXECUTIVE_HEAD))
    text = client.get(reverse("concerns-compared")).content.decode()
    assert school.name in text
    assert "500.0" in text, "seven are told as five, of one pupil"


def test_more_schools_beside_each_other_ask_no_more(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [a_school(f"school-{number}", school.federation) for number in range(4)]
    for place, number in ((school, 7), (others[0], 12)):
        a_pupil(place)
        concerns(place, number)
    with django_assert_num_queries(QUERIES_TO_COMPARE):
        (one,) = compared(school.federation, [school], TODAY)
    with django_assert_num_queries(QUERIES_TO_COMPARE):
        every = compared(school.federation, [school, *others], TODAY)
    assert every[0] == one
    assert [each.rate for each in every] == ["500.0", "1000.0", *["left out"] * 3]


def test_schools_beside_each_other_are_counted_by_terms_of_their_own(school: School) -> None:
    other = a_school("other", school.federation)
    terms = (
        Span(name="Late autumn", first=date(2026, 11, 2), last=date(2026, 12, 18)),
        Span(name="Spring", first=date(2027, 1, 5), last=date(2027, 3, 26)),
    )
    head = By(somebody(other, Role.HEAD))
    change_calendar(head, at=other, year=Year(2026), part=Part.TERMS, value=terms)
    for place in (school, other):
        a_pupil(place)
        concerns(place, 7, datetime(2026, 10, 20, 12, tzinfo=UTC))
    here, there = compared(school.federation, [school, other], TODAY)
    assert (here.reported, here.before) == ("5", "none")
    assert (there.reported, there.before) == ("none", "5"), "its term began in November"


@pytest.mark.usefixtures("history")
def test_concerns_trends_is_met_when_every_rise_was_looked_into(school: School, dsl: User) -> None:
    concerns(school, 3, timezone.now())
    for rise in rises_of(By(dsl), school, timezone.localdate()):
        note(by=By(dsl), school=school, rise=rise, words="Chat")
    assert rises_are_looked_into(school, timezone.now()).state is State.MET


def test_concerns_trends_is_not_known_while_there_is_nothing_to_compare_with(school: School) -> None:
    concerns(school, 3, timezone.now())
    assert rises_are_looked_into(school, timezone.now()).state is State.NOT_KNOWN


@pytest.mark.usefixtures("history")
def test_concerns_trends_is_breached_by_a_rise_that_nobody_looked_into(school: School) -> None:
    assert rises_are_looked_into(school, timezone.now()).state is State.MET
    concerns(school, 3, timezone.now())
    found = rises_are_looked_into(school, timezone.now())
    assert found.state is State.BREACHED
    assert "ullying" not in found.reason


def test_concerns_trends_to_teaching_is_met_while_no_lesson_is_late(school: School, dsl: User) -> None:
    lesson = Lesson("Tell", timezone.localdate())
    row = note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=lesson)
    assert lessons_follow(school, timezone.now()).state is State.MET
    taught(by=By(dsl), row=row, words="To 5 Ash")
    assert lessons_follow(school, timezone.now() + timedelta(days=9)).state is State.MET


def test_concerns_trends_to_teaching_is_breached_by_a_lesson_that_is_late(school: School, dsl: User) -> None:
    note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=Lesson("Tell", timezone.localdate()))
    assert lessons_follow(school, timezone.now() + timedelta(days=2)).state is State.BREACHED


def test_governance_records_shape_practice_is_met_when_findings_are_written_down_in_time(
    school: School, dsl: User
) -> None:
    concerns(school, 1, timezone.now())
    assert records_shape_practice(school, timezone.now()).state is State.BREACHED, "nobody looked through them"
    row = note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=Lesson("Tell", timezone.localdate()))
    taught(by=By(dsl), row=row, words="To 5 Ash")
    assert records_shape_practice(school, timezone.now()).state is State.MET
    assert records_shape_practice(school, timezone.now() + timedelta(days=60)).state is State.AT_RISK


def test_governance_records_shape_practice_is_breached_by_a_late_lesson_and_when_nobody_looks(
    school: School, dsl: User
) -> None:
    concerns(school, 1, timezone.now())
    note(by=By(dsl), school=school, rise=RISE, words="Chat", lesson=Lesson("Tell", timezone.localdate()))
    assert records_shape_practice(school, timezone.now() + timedelta(days=2)).state is State.BREACHED
    TrendNote.objects.update(taught_at=timezone.now())
    assert records_shape_practice(school, timezone.now() + timedelta(days=130)).state is State.BREACHED


def test_a_school_without_lessons_from_its_patterns_is_not_green(school: School) -> None:
    assert lessons_follow(school, timezone.now()).state is State.NOT_KNOWN
