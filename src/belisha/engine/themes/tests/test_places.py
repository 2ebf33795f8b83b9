"""A pattern that is looked at and a pattern that was compiled say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.themes import lexicon as lexicons
from belisha.engine.themes.grammar import END
from belisha.engine.themes.lexicon import Lexicon
from belisha.engine.themes.tests.made import CLASSES, SPELLINGS

WORDS = ("kill", "murder", "not", "<i>", "<die>", "<fruit>", "<want>")
SPOKEN = (
    "kill",
    "murder",
    "not",
    "i",
    "im",
    "die",
    "dying",
    "pear",
    "passion",
    "fruit",
    "wish",
    "to",
    "want",
    "x",
    END,
)


def joined(parts: list[str]) -> str:
    return " ".join(parts)


def patterns() -> st.SearchStrategy[str]:
    one = st.sampled_from((*WORDS, *WORDS, "^", "$", "..", "...", "//"))
    return st.recursive(
        one,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(joined),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' | '.join(parts)})"),
            inner.map(lambda part: f"({part})?"),
            inner.map(lambda part: f"!({part})"),
        ),
        max_leaves=8,
    )


@given(patterns(), st.lists(st.sampled_from(SPOKEN), max_size=9))
def test_looking_and_matching_agree(pattern: str, words: list[str]) -> None:
    made = Lexicon([pattern, "<not>", *SPOKEN[:-1]], CLASSES, SPELLINGS)
    line = "".join(END if word == END else made.vocabulary.kinds(word) for word in words)
    looked = list(made.matches(pattern, line))
    match = made._expression(pattern).search(line)
    assert bool(looked) is (match is not None)
    if match and match.group():
        assert looked[0][0] == match.start()
    if all(end > start for start, end in looked):
        assert list(made.matches(pattern, line)) == looked


def test_a_pattern_that_is_tried_often_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicons, "LOOKS", 3)
    made = Lexicon(["kill me", "<not>"], CLASSES, SPELLINGS)
    line = "".join(map(made.vocabulary.kinds, ("kill", "you")))
    for _ in range(3):
        assert not list(made.matches("kill me", line))
    assert "kill me" not in made._compiled
    assert not list(made.matches("kill me", line))
    assert "kill me" in made._compiled
