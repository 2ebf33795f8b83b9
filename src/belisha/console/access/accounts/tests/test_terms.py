"""Terms: the school's own where it has set them, else the usual three; every day is in one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.access.accounts.queries.rules_in_force import in_networks
from belisha.console.access.accounts.queries.terms import term_before
from belisha.console.access.accounts.rules.terms import term_on

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(days, st.lists(days, max_size=8))
def test_every_day_is_in_one_term(day: date, firsts: list[date]) -> None:
    term = term_on(day, firsts)
    assert term.first <= day < term.next_first
    assert term_before(term) < term.first


def test_the_schools_own_terms_count() -> None:
    own = [date(2026, 9, 3), date(2026, 11, 2), date(2027, 1, 5)]
    assert term_on(date(2026, 11, 22), own).first == date(2026, 11, 2)
    assert term_on(date(2026, 11, 22)).first == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("address", "inside"),
    [("10.20.3.4", True), ("10.21.0.1", False), ("2001:db8::7", True), ("", False), ("nowhere", False)],
)
def test_an_address_is_inside_when_it_is_in_a_network_of_the_school(address: str, inside: bool) -> None:
    assert in_networks(address, "10.20.0.0/16, 2001:db8::/64; rubbish") is inside


def test_without_networks_nobody_is_inside() -> None:
    assert not in_networks("127.0.0.1", "")
