"""How long a record is kept: the longest clock of all that fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.concerns.keeping.rules import Adult, Case, Child, classes, clock_of, years_after
from belisha.console.concerns.rules.categories import categories

REPORTED, CLOSED = date(2026, 9, 20), date(2026, 10, 1)
YOUNG = Child(date(2019, 2, 28))


def case(*names: str, **facts: object) -> Case:
    return Case(frozenset(names or {"bullying"}), REPORTED, CLOSED, **facts)  # type: ignore[arg-type]


@dataclass
class Row:
    case: Case
    until: date
    by: str


ROWS = {
    "a child": Row(case(children=(YOUNG,)), date(2044, 2, 28), "child"),
    "of several children the youngest": Row(
        case(children=(YOUNG, Child(date(2016, 1, 1)), Child(date(2021, 5, 5)))), date(2046, 5, 5), "child"
    ),
    "a child without a birthday": Row(case(children=(Child(),)), date(2051, 10, 1), "child"),
    "a looked-after child": Row(
        case(children=(Child(date(2019, 2, 28), looked_after=True),)), date(2094, 2, 28), "looked-after"
    ),
    "sexual abuse": Row(case("child-on-child", children=(YOUNG,)), date(2101, 10, 1), "sexual-abuse"),
    "words only": Row(case("wellbeing", words_only=True, children=(YOUNG,)), date(2101, 10, 1), "sexual-abuse"),
    "an allegation, to pension age": Row(
        case("adult-conduct", adults=(Adult(date(1990, 4, 1), on_register=True),)), date(2058, 4, 1), "staff-allegation"
    ),
    "an allegation shortly before it, ten years": Row(
        case("adult-conduct", adults=(Adult(date(1960, 4, 1), on_register=True),)),
        date(2036, 9, 20),
        "staff-allegation",
    ),
    "an allegation with a child in it": Row(
        case("adult-conduct", children=(YOUNG,), adults=(Adult(date(1960, 4, 1), on_register=True),)),
        date(2044, 2, 28),
        "child",
    ),
    "low-level, gone": Row(
        case("adult-conduct", low_level=True, adults=(Adult(None, date(2027, 8, 31), on_register=True),)),
        date(2027, 8, 31),
        "low-level",
    ),
    "a breach": Row(case("data-breach"), date(2032, 10, 1), "data-breach"),
    "a complaint": Row(case("complaint"), date(2032, 10, 1), "complaint"),
    "whistleblowing": Row(case("whistleblowing"), date(2032, 10, 1), "whistleblowing"),
    "nobody": Row(case("filter-failure"), date(2032, 10, 1), "no-child"),
    "handed on": Row(
        case(children=(Child(date(2019, 2, 28), handed_on=date(2027, 9, 10)),)), date(2033, 9, 10), "handed-on"
    ),
    "handed on, sexual abuse": Row(
        case("grooming", children=(Child(date(2019, 2, 28), handed_on=date(2027, 9, 10)),)),
        date(2101, 10, 1),
        "sexual-abuse",
    ),
    "one handed on, one still here": Row(
        case(children=(Child(date(2019, 2, 28), handed_on=date(2027, 9, 10)), YOUNG)), date(2044, 2, 28), "child"
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_longest_clock_wins(name: str) -> None:
    row = ROWS[name]
    clock = clock_of(row.case, {})
    assert (clock.until, clock.record_class.id) == (row.until, row.by)


def test_of_somebody_who_still_works_here_nothing_low_level_is_due() -> None:
    assert clock_of(case(low_level=True, adults=(Adult(on_register=True),)), {}).until.year > 2200


ANY_DAY = st.dates(date(1950, 1, 1), date(2030, 12, 31))
CHILDREN = st.lists(st.builds(Child, st.none() | ANY_DAY, st.booleans(), st.none() | ANY_DAY), max_size=3).map(tuple)


@given(
    st.sets(st.sampled_from([one.id for one in categories()]), min_size=1, max_size=3),
    CHILDREN,
    st.dictionaries(st.sampled_from(sorted(classes())), st.integers(0, 75)),
)
def test_what_a_school_adds_never_shortens(
    names: set[str], children: tuple[Child, ...], longer: dict[str, int]
) -> None:
    given_case = case(*names, children=children)
    assert clock_of(given_case, longer).until >= clock_of(given_case, {}).until


def test_a_class_names_categories_that_there_are_and_where_its_rule_comes_from() -> None:
    known = {one.id for one in categories()}
    for one in classes().values():
        assert set(one.categories) <= known
        assert len(one.source) > 40
        assert one.years <= one.unknown or one.clock == "pension"


def test_somebody_born_on_29_february() -> None:
    assert years_after(date(2020, 2, 29), 25) == date(2045, 3, 1)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
