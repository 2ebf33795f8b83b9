"""The published form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.policy import PolicyError, dump, load
from belisha.engine.policy.tests.builders import LESSON, POLICY, rule, with_rules


def test_a_policy_comes_back_as_it_was() -> None:
    policy = with_rules(at="year-4", rules=[rule("r", "a.example/b", "allow", LESSON)])
    assert load(dump(policy)) == policy


def test_the_same_policy_is_the_same_bytes() -> None:
    assert dump(load(dump(POLICY))) == dump(POLICY)


@given(st.binary())
def test_what_is_no_policy_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(PolicyError, match="published policy"):
        load(content)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(PolicyError, match="extra"):
        load(dump(POLICY).replace(b'"version":1', b'"version":1,"extra":2'))
