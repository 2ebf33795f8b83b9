"""What a change waits for, and who may take the next step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes.rules.steps import (
    RIGHTS,
    Facts,
    Opinion,
    Somebody,
    Step,
    score_of,
    waits_for,
    wants_consent,
    why_not,
)

EVERY = frozenset().union(*RIGHTS.values())
SIDES = (Step.EDUCATION, Step.TECHNICAL)

opinions = st.builds(
    Opinion,
    side=st.sampled_from([side.value for side in SIDES]),
    by=st.integers(1, 4),
    score=st.integers(1, 25),
    against=st.booleans(),
    digest=st.sampled_from(["now", "old"]),
)
facts_any = st.builds(
    Facts,
    state=st.sampled_from(["draft", "assessing", "applied", "undone", "withdrawn"]),
    digest=st.just("now"),
    drafted_by=st.one_of(st.none(), st.integers(1, 4)),
    opinions=st.lists(opinions, max_size=2, unique_by=(lambda each: each.side, lambda each: each.by)).map(tuple),
    mark=st.integers(1, 25),
    consent_by=st.one_of(st.none(), st.integers(1, 4)),
    applied_by=st.one_of(st.none(), st.integers(1, 4)),
    undoes=st.booleans(),
    to_review=st.booleans(),
)
people = st.builds(
    Somebody,
    id=st.integers(1, 4),
    rights=st.frozensets(st.sampled_from(sorted(EVERY))),
    manager=st.booleans(),
    factor=st.booleans(),
    standing_in=st.booleans(),
)


def opinion(side: Step, by: int, score: int = 4, **more: Any) -> Opinion:
    return Opinion(side.value, by, score, more.get("against", False), more.get("digest", "now"))


def both(**more: Any) -> Facts:
    return Facts("assessing", "now", 2, (opinion(Step.EDUCATION, 1), opinion(Step.TECHNICAL, 2)), **more)


@given(facts_any)
def test_nothing_waits_to_be_applied_that_two_people_of_two_sides_have_not_assessed(facts: Facts) -> None:
    if waits_for(facts) == (Step.APPLY,):
        current = [each for each in facts.opinions if each.digest == facts.digest]
        assert {each.side for each in current} == {"education", "technical"}
        assert len({each.by for each in current}) == 2


@given(facts_any)
def test_nothing_risky_waits_to_be_applied_without_a_leaders_consent(facts: Facts) -> None:
    if waits_for(facts) == (Step.APPLY,) and wants_consent(facts):
        assert facts.consent_by is not None


@given(facts_any, people)
def test_whoever_may_consent_has_neither_assessed_nor_drafted_it(facts: Facts, who: Somebody) -> None:
    if not why_not(Step.CONSENT, facts, who):
        assert who.id != facts.drafted_by
        assert who.id not in {each.by for each in facts.opinions}


@given(facts_any, people)
def test_nobody_may_fill_in_both_halves(facts: Facts, who: Somebody) -> None:
    for side, other in (SIDES, SIDES[::-1]):
        if not why_not(side, facts, who):
            assert who.id not in {each.by for each in facts.opinions if each.side == other.value}


@given(facts_any, people)
def test_only_a_filter_manager_of_the_day_with_a_second_factor_may_apply_or_undo(facts: Facts, who: Somebody) -> None:
    for step in (Step.APPLY, Step.UNDO):
        if not why_not(step, facts, who):
            assert Permission.APPLY_FILTER_CHANGES in who.rights
            assert who.manager
            assert who.factor
            assert not who.standing_in


@given(facts_any, people)
def test_each_step_needs_its_right(facts: Facts, who: Somebody) -> None:
    for step, rights in RIGHTS.items():
        if not rights & who.rights:
            assert why_not(step, facts, who)


@given(facts_any)
def test_whatever_waits_can_be_done_by_somebody(facts: Facts) -> None:
    stranger = Somebody(99, EVERY, manager=True, factor=True)
    drafter = stranger._replace(id=facts.drafted_by or 99)
    for step in waits_for(facts):
        assert not why_not(step, facts, drafter if step is Step.SUBMIT else stranger)


def test_the_higher_judgement_counts() -> None:
    facts = Facts("assessing", "now", None, (opinion(Step.EDUCATION, 1, 6), opinion(Step.TECHNICAL, 2, 15)))
    assert score_of(facts) == 15


@pytest.mark.parametrize(("score", "waits"), [(9, Step.APPLY), (10, Step.CONSENT), (11, Step.CONSENT)])
def test_consent_is_asked_for_from_the_mark_on(score: int, waits: Step) -> None:
    halves = (opinion(Step.EDUCATION, 1, score), opinion(Step.TECHNICAL, 2))
    assert waits_for(Facts("assessing", "now", 2, halves, mark=10)) == (waits,)


def test_a_half_that_advises_against_it_asks_for_consent_however_low_the_risk() -> None:
    halves = (opinion(Step.EDUCATION, 1, 1, against=True), opinion(Step.TECHNICAL, 2, 1))
    assert waits_for(Facts("assessing", "now", 2, halves)) == (Step.CONSENT,)


def test_edits_that_changed_since_need_new_halves() -> None:
    halves = (opinion(Step.EDUCATION, 1, digest="old"), opinion(Step.TECHNICAL, 2, digest="old"))
    assert waits_for(Facts("assessing", "now", 2, halves)) == SIDES


def test_an_assessor_may_apply() -> None:
    assert not why_not(Step.APPLY, both(), Somebody(2, EVERY, manager=True, factor=True))


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"manager": False}, "not a filter manager"),
        ({"factor": False}, "second factor"),
        ({"standing_in": True}, "standing in"),
    ],
)
def test_what_a_filter_manager_lacks_is_said(lacking: dict[str, bool], words: str) -> None:
    assert words in why_not(
        Step.APPLY, both(), Somebody(**{"id": 3, "rights": EVERY, "manager": True, "factor": True} | lacking)
    )


def test_what_was_done_is_looked_at_by_another() -> None:
    facts = Facts("applied", "now", 1, applied_by=1, to_review=True)
    assert why_not(Step.REVIEW, facts, Somebody(1, EVERY))
    assert not why_not(Step.REVIEW, facts, Somebody(2, EVERY))
