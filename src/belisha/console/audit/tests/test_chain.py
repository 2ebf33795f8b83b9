"""The seal and the digest: what they cover, and that what was written is read again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.console.audit.chain import Facts, digest_of, seal_of, text_of
from belisha.console.audit.rules import Fault, FaultKind, numbers_told, spans_of

AT = datetime(2026, 9, 4, 9, 5, 0, 123456, tzinfo=UTC)
FACTS = Facts("school:1", 7, AT, "people.joined", "user:3", "person:9", "a" * 64, "b" * 64)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "other",
    [
        {"chain": "school:2"},
        {"number": 8},
        {"at": AT + timedelta(microseconds=1)},
        {"event": "people.left"},
        {"actor": "user:4"},
        {"about": "person:10"},
        {"seal": "c" * 64},
        {"before": "c" * 64},
    ],
)
def test_a_digest_covers_every_fact(other: dict[str, object]) -> None:
    assert digest_of(FACTS._replace(**other)) != digest_of(FACTS)


def test_a_digest_is_the_same_on_every_clock() -> None:
    summer = AT.astimezone(timezone(timedelta(hours=1)))
    assert digest_of(FACTS._replace(at=summer)) == digest_of(FACTS)


@given(content=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_is_sealed_can_be_kept_and_read_again(content: dict[str, object]) -> None:
    text = text_of(content)
    assert text_of(json.loads(text)) == text
    assert text.encode()


def test_the_order_of_keys_does_not_change_the_seal() -> None:
    assert text_of({"a": 1, "b": 2}) == text_of({"b": 2, "a": 1})


def test_a_salt_hides_what_a_body_says() -> None:
    assert seal_of("1", "x") != seal_of("2", "x")


@given(numbers=st.sets(st.integers(1, 60)))
def test_spans_hold_the_numbers_that_they_were_made_of(numbers: set[int]) -> None:
    told = numbers_told({"after": {"entries": spans_of(numbers)}}, below=61)
    assert set(told) == numbers


@pytest.mark.parametrize("content", [{}, {"after": 3}, {"after": {"entries": 4}}, {"after": {"entries": [["a"], 5]}}])
def test_a_falsified_tombstone_tells_of_nothing(content: dict[str, object]) -> None:
    assert list(numbers_told(content, below=9)) == []


def test_a_tombstone_cannot_tell_of_later_entries() -> None:
    assert list(numbers_told({"after": {"entries": [[1, 10**18]]}}, below=3)) == [1, 2]


@pytest.mark.parametrize("kind", FaultKind)
def test_each_fault_is_told_in_a_sentence(kind: FaultKind) -> None:
    assert str(Fault(12, kind, AT)).endswith(".")
