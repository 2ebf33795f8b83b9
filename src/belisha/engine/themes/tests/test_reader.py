"""The shipped rules, read: any text is answered, in bounded work, with a reason that a person can follow."""

import gc
import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.address import Address
from belisha.engine.themes import ASKING_FOR_HELP, THEMES, Level, Reader
from belisha.engine.themes.reader import LONGEST

READER = Reader.shipped()
HOSTILE = (
    "i want to kill myself ",
    "a ",
    "k.i.l.l ",
    "kill",
    "k1!|",
    "k*",
    "\u200b",
    "k\u0301",
    "((((",
    "i i i to to my my ",
    "想死",
    "i, me, my dad. he hits ",
)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called while it works: a clock that no other process disturbs."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    # what the collector of garbage calls is of other tests' making
    gc.collect()
    gc.disable()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


@given(st.text(max_size=300) | st.text(alphabet="kilsuicdemyf 1!.*\u200b\n", max_size=300))
def test_every_text_is_read(text: str) -> None:
    found = READER.term(text)
    assert len({each.theme for each in found}) == len(found)
    assert all(each.theme in THEMES for each in found)
    assert [each.level.rank for each in found] == sorted((each.level.rank for each in found), reverse=True)


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_about_twice_the_work(piece: str) -> None:
    READER.term(piece * 40)
    short, long = (calls(lambda size=size: READER.term((piece * LONGEST)[:size])) for size in (4_000, 8_000))
    assert long < 2.5 * short + 2_000


def test_no_expression_may_look_further_than_a_bounded_stretch() -> None:
    rules = READER._sets[0]
    expressions = [rules._lexicon._expression(text).pattern for _, text in rules._patterns]
    assert [each for each in expressions if re.search(r"[*+]|\{\d*,\}", each)] == []


def test_what_follows_the_longest_text_is_not_read() -> None:
    assert READER.term("x " * (LONGEST // 2) + "i want to die") == ()


def test_a_reason_holds_the_words_the_rule_and_the_version() -> None:
    (found,) = READER.term("I Want to   die")
    assert found.theme == "suicide-and-self-harm"
    assert found.because.words
    assert " ".join(found.because.words) in found.because.sentence
    assert f"(rule {found.because.rule}, version {READER.version})" in found.because.sentence
    assert {rule.id for rule in READER.rules} >= {found.because.rule}


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself",
        "I WANT TO KILL MYSELF",
        "i w\u200bant to k\u200bill myself",
        "ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ",
        "i wanna k1ll mys3lf",
        "i want to k.i.l.l myself",
        "i wаnt to kіll mуself",
        "iwanttokillmyself",
        "i want to killlll myself",
    ],
)
def test_how_it_is_typed_does_not_change_what_is_found(text: str) -> None:
    (found,) = (each for each in READER.term(text) if each.theme == "suicide-and-self-harm")
    assert found.level is Level.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "ancient egypt isis",
        "sussex",
        "scunthorpe united",
        "to kill a mockingbird",
        "bath bombs how to make",
        "what killed the dinosaurs",
        "killer whale facts",
        "therapist near me",
        "kill a process in linux",
        "how to kill the ender dragon",
        "battle of hastings",
        "suicide squad cast",
        "i want to dye my hair",
        "transformers toys",
        "blackbird song",
    ],
)
def test_homework_and_play_are_no_concern(text: str) -> None:
    assert not [each for each in READER.term(text) if each.level >= Level.CAUTION]


def page(host: str, path: str) -> tuple[str, ...]:
    return tuple(each.theme for each in READER.page(Address("https", host, 443, path, "q=suicide")))


def test_host_and_path_are_read_and_the_query_never() -> None:
    assert page("example.com", "/") == ()
    assert page("example.com", "/how-to-kill-myself") == ("suicide-and-self-harm",)
    assert page("howtokillmyself.example.com", "/") == ("suicide-and-self-harm",)


def test_a_site_that_informs_is_no_finding_but_looking_for_help_is() -> None:
    assert page("www.nhs.uk", "/suicide") == ()
    assert set(page("www.childline.org.uk", "/get-support/i-need-help")) <= {ASKING_FOR_HELP}


@given(st.text(max_size=80))
def test_every_path_is_read(path: str) -> None:
    READER.page(Address("https", "example.com", 443, f"/{path}", ""))


@pytest.mark.parametrize("text", ["ga ys sh ould di e", "im migrants are sc um"])
def test_words_in_pieces_are_read_where_a_grave_one_is_among_them(text: str) -> None:
    assert any(found.theme == "hate" and found.level >= Level.CAUTION for found in Reader.shipped().term(text))


@pytest.mark.parametrize(
    ("asked", "known"),
    [("how does shmuel get beaten", "he beat me until i bled"), ("why did boudicca want to die", "i want to die")],
)
def test_who_is_in_a_story_or_in_history_is_in_no_danger(asked: str, known: str) -> None:
    assert all(found.level == Level.ADVISORY for found in Reader.shipped().term(asked))
    assert Reader.shipped().term(known)[0].level == Level.DANGER
