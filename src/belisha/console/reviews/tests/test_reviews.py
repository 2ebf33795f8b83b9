"""Reviews: who writes, who signs, what takes a signature off, and when the next one is wanted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Post, School
from belisha.console.access.needs import Urgency
from belisha.console.access.roles import Role
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Standing
from belisha.console.reviews import actions
from belisha.console.reviews.models import Review
from belisha.console.reviews.needs import reviews_to_make
from belisha.console.reviews.queries import OTHER_FACTS, status_of
from belisha.console.reviews.rules import Kind, Wanted, kind_of, kinds, missing, parts_for, wanted
from cast import a_school, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


def filled(kind: Kind) -> dict[str, str]:
    words = {"text": "As we saw it.", "line": "One line", "yes-no": "yes", "day": "2026-11-20"}
    return {question.id: words[question.kind] for question in kind.questions}


def signers(school: School, kind: Kind) -> dict[str, User]:
    # the last of a part's roles: more than one person may hold it
    return {part.id: somebody(school, part.roles[-1]) for part in kind.parts}


def a_signed_review(school: School, code: str, **answers: str) -> Review:
    kind = kind_of(code)
    people = signers(school, kind)
    first = next(iter(people.values()))
    review = actions.begin(by=By(first), school=school, kind=code)
    actions.answer(by=By(first), review=review, answers={**filled(kind), **answers})
    for part, person in people.items():
        review = actions.sign(by=By(person), review=review, part=part, words="I agree.")
    return review


def standing_of(school: School, duty: str, now: datetime | None = None) -> Standing:
    return PROOFS[duty].ask(school, now or timezone.now())


def test_every_kind_is_of_a_duty_of_the_catalogue_and_asks_about_duties_that_exist() -> None:
    asked = {fact for kind in kinds() for fact in kind.asked_facts}
    assert {duty for kind in kinds() for duty in kind.duties} <= set(catalogue())
    assert asked - set(catalogue()) <= set(OTHER_FACTS)


def test_a_review_is_closed_by_the_last_signature_and_keeps_what_was_found(school: School) -> None:
    review = a_signed_review(school, "security")
    assert review.state == Review.State.SIGNED
    assert review.signed_at is not None
    assert len(review.facts) >= len(kind_of("security").asked_facts)


def test_nobody_signs_two_parts_whatever_their_roles(school: School) -> None:
    review = actions.begin(by=By(somebody(school, Role.HEAD)), school=school, kind="security")
    both = somebody(school, Role.HEAD)
    Post.objects.create(
        federation=school.federation, school=school, role="technician", holder=both, first=date(2026, 9, 1)
    )
    actions.answer(by=By(both), review=review, answers=filled(kind_of("security")))
    actions.sign(by=By(both), review=review, part="leader", words="Yes.")
    with pytest.raises(ValidationError, match="another person"):
        actions.sign(by=By(both), review=review, part="technical", words="Yes.")


def test_a_part_is_signed_only_by_a_role_of_it(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    actions.answer(by=By(head), review=review, answers=filled(kind_of("security")))
    with pytest.raises(ValidationError):
        actions.sign(by=By(head), review=review, part="technical", words="Yes.")


def test_a_question_without_an_answer_holds_the_signatures_back(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    actions.answer(by=By(head), review=review, answers={"firewall": "One rule."})
    with pytest.raises(ValidationError, match="every question"):
        actions.sign(by=By(head), review=review, part="leader", words="Yes.")


def test_a_word_changed_after_a_signature_takes_it_off(school: School) -> None:
    head = somebody(school, Role.HEAD)
    review = actions.begin(by=By(head), school=school, kind="security")
    answers = filled(kind_of("security"))
    actions.answer(by=By(head), review=review, answers=answers)
    actions.sign(by=By(head), review=review, part="leader", words="Yes.")
    assert not actions.answer(by=By(head), review=review, answers=answers)
    assert actions.answer(by=By(head), review=review, answers={**answers, "firewall": "Two rules."})
    assert review.signatures.count() == 0


def test_a_signed_review_is_never_changed(school: School) -> None:
    review = a_signed_review(school, "access-levels")
    with pytest.raises(ValidationError, match="closed"):
        actions.answer(by=By(somebody(school, Role.COMPUTING_LEAD)), review=review, answers={})


def test_only_those_who_can_sign_a_part_begin_a_review(school: School) -> None:
    with pytest.raises(NotAllowedError):
        actions.begin(by=By(somebody(school, Role.DPO)), school=school, kind="security")


def test_somebody_of_another_school_takes_no_part(school: School) -> None:
    stranger = somebody(a_school("brook"), Role.HEAD)
    with pytest.raises(NotAllowedError):
        actions.begin(by=By(stranger), school=school, kind="security")


def test_a_cause_makes_a_review_wanted_until_it_is_made(school: School) -> None:
    a_signed_review(school, "filtering-and-monitoring")
    head = somebody(school, Role.HEAD)
    actions.want(by=By(head), school=school, kind="filtering-and-monitoring", cause="technology", words="New tablets")
    assert status_of(school, "filtering-and-monitoring", timezone.now()).causes
    a_signed_review(school, "filtering-and-monitoring")
    assert not status_of(school, "filtering-and-monitoring", timezone.now()).causes


@given(
    st.sampled_from(kinds()),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 400),
)
def test_a_review_never_becomes_less_wanted_while_time_passes(kind: Kind, last: date, days: int) -> None:
    order = list(Wanted)
    term, before = date(2026, 9, 1), date(2026, 4, 15)
    today = last + timedelta(days=days)
    one = wanted(kind, last, today, term, before)
    other = wanted(kind, last, today + timedelta(days=1), term, before)
    assert order.index(one) <= order.index(other)


@given(st.sampled_from(kinds()), st.dates(date(2026, 9, 1), date(2026, 12, 31)))
def test_a_review_signed_today_is_not_wanted(kind: Kind, today: date) -> None:
    assert wanted(kind, today, today, date(2026, 9, 1), date(2026, 4, 15)) is Wanted.NOT_YET


@given(st.sampled_from(kinds()), st.sets(st.sampled_from(list(Role))))
def test_who_can_sign_has_a_role_of_the_part(kind: Kind, roles: set[Role]) -> None:
    assert all(set(part.roles) & roles for part in parts_for(kind, roles))
    assert set(missing(kind, {})) == {question.id for question in kind.questions if not question.optional}


def test_many_reviews_to_make_are_one_line_at_home(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = somebody(school, Role.DSL)
    (many,) = [need.text for need in reviews_to_make(lead, school) if need.urgency is Urgency.SOON]
    assert re.fullmatch(r"Make \d+ reviews", many)
    monkeypatch.setattr("belisha.console.reviews.needs.EACH_AT_MOST", 99)
    each = [need.text for need in reviews_to_make(lead, school) if need.urgency is Urgency.SOON]
    assert f"Make {len(each)} reviews" == many
    assert all(text.startswith("Make the review: ") for text in each)
