"""However a grave word is typed, it is the same word; words that only look near are left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.themes.guesses import Guesses
from belisha.engine.themes.letters import fold, joined, unstretched
from belisha.engine.themes.tests.made import rule, rules

KNOWN = frozenset(("kill", "suicide", "murder", "murdering", "myself", "i", "want", "to", "die", "my", "self"))
GUARDED = frozenset(("kill", "suicide", "murder", "murdering", "myself"))


def guess(word: str) -> tuple[str, ...]:
    return Guesses(KNOWN, GUARDED, frozenset(("therapist", "skill"))).of(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("su1c1de", "suicide"),
        ("$uicide", "suicide"),
        ("5uicid3", "suicide"),
        ("k1ll", "kill"),
        ("k!ll", "kill"),
        ("su*cide", "suicide"),
        ("k*ll", "kill"),
        ("s**cide", "suicide"),
        ("killlll", "kill"),
        ("kkill", "kill"),
        ("suuicide", "suicide"),
        ("suicde", "suicide"),
        ("sucide", "suicide"),
        ("siucide", "suicide"),
        ("suiside", "suicide"),
        ("suizide", "suicide"),
        ("mrdr", "murder"),
        ("murdring", "murdering"),
        ("kіll", "kill"),  # a Cyrillic letter
        ("ѕuісіdе", "suicide"),
        ("κill", "kill"),  # a Greek letter
    ],
)
def test_a_disguised_word_is_read(typed: str, meant: str) -> None:
    assert guess(typed) == (meant,)


def test_words_run_together_are_read_when_all_are_known_and_one_is_grave() -> None:
    assert guess("iwanttokillmyself") == ("i", "want", "to", "kill", "myself")
    assert guess("killmyselfzz") == ()
    assert guess("iwantto") == ()


@pytest.mark.parametrize(
    "word", ["skill", "therapist", "killer", "kil", "mural", "rill", "1234", "***", "sunrise", "k"]
)
def test_another_word_is_left_alone(word: str) -> None:
    assert guess(word) == ()


@pytest.mark.parametrize(
    "text",
    [
        "KILL myself",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "𝓴𝓲𝓵𝓵 myself",
        "k\u200bi\u200bl\u200bl myself",
        "k\u0301i\u0301ll myself",
        "k.i.l.l myself",
        "k i l l m y s e l f",
        "k-i-l-l myself",
        "k_i_l_l myself",
        "ki.ll myself",
        "k_ll myself",
        "kill my.self",
        "su i cide",
        "sui cide",
        "s u i c i d e",
        "killmyself",
        "🅺🅸🅻🅻 myself",
    ],
)
def test_a_phrase_is_found_however_its_letters_are_typed(text: str) -> None:
    made = rules(rule("kill myself\nsuicide"))
    assert list(made.findings(joined(text).split()))


CLASSES_OF_TRICKS = (
    str.upper,
    lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
    "\u200b".join,
    ".".join,
    " ".join,
    lambda word: word.translate(str.maketrans("ieoa", "іеоа")),
    lambda word: word.translate(str.maketrans("ieoa", "1304")),
    lambda word: word + word[-1] * 3,
)


@given(st.sampled_from(sorted(GUARDED)), st.lists(st.sampled_from(CLASSES_OF_TRICKS), min_size=1, max_size=1))
def test_no_trick_hides_a_guarded_word(word: str, tricks: list[object]) -> None:
    made = rules(*(rule(each, name=each) for each in sorted(GUARDED)))
    text = word
    for trick in tricks:
        assert callable(trick)
        text = trick(text)
    assert {each.rule.id for each in made.findings(joined(text).split())} == {word}


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(unicodedata.normalize("NFKC", text))
    assert fold(once) == fold(fold(once))


@given(st.text(alphabet="abk", max_size=12))
def test_letters_held_down_are_let_go(word: str) -> None:
    assert all(set(each) == set(word) and len(each) < len(word) for each in unstretched(word))
