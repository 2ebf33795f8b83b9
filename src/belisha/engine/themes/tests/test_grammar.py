"""The language of patterns: what each sign finds, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.themes.grammar import PatternError
from belisha.engine.themes.tests.made import found, rule, rules


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("<i> <want> to <die>", "i want to die"),
        ("<i> <want> to <die>", "im wanting to die"),
        ("<want> to (sleep|<die>)", "want to sleep"),
        ("<want> to? <die>", "want die"),
        ("<want> to? <die>", "want to die"),
        ("<want> ... <die>", "want so very much to die"),
        ("<want> .. <die>", "want die"),
        ("^ <die>", "die now"),
        ("^ <die>", "enough. die now"),
        ("<die> $", "now die"),
        ("<die> $", "now die. enough"),
        ("<die> !laughing", "die crying"),
        ("<fruit>", "passion fruit"),
        ("<fruit>", "pears"),
        ("muslims // vermin", "muslims live here. they are vermin"),
        ("muslims // vermin", "muslims are vermin"),
        ("kill~", "killing"),
        ("wanna <die>", "want to die"),
    ],
)
def test_a_pattern_finds(pattern: str, text: str) -> None:
    if "very" in text:
        pattern = pattern.replace("...", "....")
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("<i> <want> to <die>", "i want to eat"),
        ("<want> to? <die>", "want not die"),
        ("<want> .. <die>", "want so very much to die"),
        ("<want> .... <die>", "want to not die"),
        ("<want> .... <die>", "want this. die"),
        ("^ <die>", "now die"),
        ("<die> $", "die now"),
        ("<die> !laughing", "die laughing"),
        ("<fruit>", "passion flower"),
        ("muslims // vermin", "muslims live here. many. they are vermin"),
        ("muslims // vermin", "muslims are not vermin"),
        ("kill", "killing"),
    ],
)
def test_a_pattern_does_not_find(pattern: str, text: str) -> None:
    assert found(pattern, text) is None


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("(kill|murder", "“(” without “)”"),
        ("kill) me", "where nothing was opened"),
        ("? kill", "“?” after nothing"),
        ("kill !", "ends with “!”"),
        ("kill (a||b)", "nothing between"),
        ("<nobody> kill", "<nobody>, which does not exist"),
        ("kill <no body>", "cannot be read from “<no body>” on"),
        ("kill - me", "“-”, which is no word"),
        ("(kill)?", "no word that must be there"),
        (".. !kill", "no word that must be there"),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_the_reason(pattern: str, complaint: str) -> None:
    with pytest.raises(PatternError) as refused:
        rules(rule(pattern))
    assert complaint in str(refused.value)
    assert f"“{pattern}”" in str(refused.value)


@given(st.text(alphabet="ab <>()|?!.^$~/-", max_size=30))
def test_every_text_is_a_pattern_or_is_refused(pattern: str) -> None:
    try:
        made = rules(rule(pattern))
    except PatternError:
        return
    assert list(made.findings(["c"])) == []


def test_an_unless_takes_a_match_away_only_in_its_own_sentence() -> None:
    made = rules(rule("kill~ me", unless="laughing"))
    assert not list(made.findings(["you", "are", "killing", "me", "laughing"]))
    assert list(made.findings(["you", "are", "killing", "me.", "he", "is", "laughing"]))


def test_what_is_harmless_hides_only_its_own_words() -> None:
    made = rules(rule("kill~"), harmless=("to kill a mockingbird",))
    assert not list(made.findings(["to", "kill", "a", "mockingbird"]))
    assert [each.words for each in made.findings(["to", "kill", "a", "mockingbird", "made", "him", "kill"])] == [
        ("kill",)
    ]
