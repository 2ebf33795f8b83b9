"""The weight of words together: what it adds where no rule fits, and what it lowers among harmless words."""

from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.themes import Level, Reader, SchoolThemes, Softened
from belisha.engine.themes.balance import (
    ADVISORY,
    ALONE,
    CAUTION,
    CAUTION_LONG,
    DESPAIR,
    FEW,
    HARMLESS,
    HARMLESS_LONG,
    MORE_OF_FEW,
    balanced,
)
from belisha.engine.themes.evidence import Evidence, Weights
from belisha.engine.themes.matching import Finding
from belisha.engine.themes.model import Rule

READER = Reader.shipped()


def evidence(**whole: float) -> Evidence:
    """Of single words and pairs (a_b)."""
    weights = Weights(
        id="made",
        version="1",
        source="",
        licence="",
        start=-1.0,
        whole={key.replace("_", " "): weight for key, weight in whole.items()},
        parts={},
        themes={"hate": {"": 0.1}, "crime": {"rob": 1.0}},
    )
    return Evidence(weights, lambda piece: ("<coin>",) if piece == "penny" else ())


def found(level: Level, theme: str = "hate") -> Finding:
    return Finding(Rule("made", theme, level, "is made up", ("x",)), level, ("x",), None)


def test_words_and_pairs_and_classes_are_added_up_each_once() -> None:
    made = evidence(rob=2.0, bank=1.0, rob_bank=4.0)
    assert made.weigh([]) == -1.0
    assert made.weigh(["Rob", "bank!"]) == made.weigh(["rob", "bank", ",", "rob", "bank"]) == 6.0
    assert made.weigh(["bank", "rob"]) == 2.0


@given(st.permutations(["<a>", "<b>", "<c>", "<d>"]))
def test_the_order_of_what_a_word_belongs_to_changes_nothing(classes: list[str]) -> None:
    made = evidence(**{"<a>": 0.1, "<b>": 0.2, "<c>": 0.3, "<d>": -0.41})._weights
    read = Evidence(msgspec.structs.replace(made, start=0.0), lambda piece: classes if piece == "penny" else ())
    assert read.weigh(["penny"]) == 0.19


def test_a_rule_that_found_something_weighs_as_a_word_does() -> None:
    made = evidence(rob=2.0, **{"rule:made": 1.5})
    assert made.weigh(["rob"], ["made", "another"]) == made.weigh(["rob"]) + 1.5


def test_without_a_rule_much_weight_is_caution_some_a_note_and_little_nothing() -> None:
    for weight, level in ((CAUTION + 0.1, Level.CAUTION), (ADVISORY + 0.1, Level.ADVISORY), (ADVISORY - 0.1, None)):
        added = balanced([], evidence(rob=weight + 2, us=-1.0), ["rob", *["us"] * FEW])
        assert [(each.level, each.rule.theme, each.words) for each in added] == (
            [(level, "crime", ("rob",))] if level else []
        )


def test_despair_is_a_note_sooner_where_somebody_speaks_of_themselves() -> None:
    made = evidence(rob=-1.0, us=0.0, them=0.0)._weights
    despair = Evidence(msgspec.structs.replace(made, themes={DESPAIR: {"rob": 1.0}}), lambda _: ())
    assert [each.level for each in balanced([], despair, ["rob", "us"])] == [Level.ADVISORY]
    assert balanced([], despair, ["rob", "them"]) == balanced([], evidence(rob=-1.0), ["rob", "us"]) == []


def test_one_word_alone_is_a_note_by_its_letters_where_nobody_has_seen_it_and_else_left_to_rules() -> None:
    made = msgspec.structs.replace(evidence(rob=9.0)._weights, start=ALONE - 1, parts={"<rob": 0.5, "bbb": 0.5})
    letters = Evidence(made, lambda _: ())
    assert [each.level for each in balanced([], letters, ["robbb"])] == [Level.ADVISORY]
    assert balanced([], letters, ["rob"]) == balanced([], letters, ["robb"]) == []


def test_of_few_words_more_is_needed() -> None:
    for more, level in ((MORE_OF_FEW, Level.CAUTION), (MORE_OF_FEW - 0.1, Level.ADVISORY)):
        (added,) = balanced([], evidence(rob=CAUTION + more + 1), ["rob", *["us"] * (FEW - 1)])
        assert added.level is level


def test_of_a_long_text_less_is_enough_for_a_look() -> None:
    for longest, bar in CAUTION_LONG.items():
        made = evidence(rob=bar + 1.01)
        for more, level in ((0, Level.CAUTION), (-1, Level.ADVISORY)):
            (added,) = balanced([], made, ["rob", *["us"] * (longest + more)])
            assert added.level is level


def test_less_weight_is_enough_beside_a_note_of_the_same_theme_and_none_counts_beside_caution() -> None:
    made = evidence(rob=4.0)
    assert len(balanced([found(Level.ADVISORY, "crime")], made, ["rob", "us"])) == 2
    assert len(balanced([found(Level.ADVISORY, "hate")], made, ["rob", "us"])) == 1
    assert balanced([found(Level.CAUTION)], evidence(rob=9.0), ["rob"]) == [found(Level.CAUTION)]


def test_among_harmless_words_that_are_known_a_match_is_a_note_only_and_says_so() -> None:
    made = evidence(cake=HARMLESS - 3)
    (lowered,) = balanced([found(Level.CAUTION)], made, ["cake", "cake", "cake"])
    assert lowered.level is Level.ADVISORY
    assert lowered.frame is not None
    for other in (["cake"], ["cake", "qwxz", "zxwq", "wqzx"]):
        assert balanced([found(Level.CAUTION)], made, other) == [found(Level.CAUTION)]


def test_in_a_long_text_harmless_words_lower_a_match_only_where_there_is_hardly_another() -> None:
    ((longest, given_back),) = HARMLESS_LONG.items()
    made = evidence(cake=HARMLESS - given_back + 1.0)
    for more, level in ((0, Level.ADVISORY), (1, Level.CAUTION)):
        (judged,) = balanced([found(Level.CAUTION)], made, ["cake"] * (longest + more))
        assert judged.level is level


def test_a_text_of_another_language_is_left_to_its_rules() -> None:
    assert [each.level for each in READER.term("chcę się zabić")] == [Level.DANGER]


@pytest.mark.parametrize(
    "text",
    [
        "there is nothing left for me and they would manage better once i am gone",
        "he films me when i am getting changed and says it stays between us",
    ],
)
def test_what_no_single_phrase_says_is_noticed(text: str) -> None:
    assert READER.term(text)


def test_a_school_can_soften_what_words_say_together() -> None:
    text = "Refugees are rats that live off us and they make our street dirty"
    rule = READER.term(text)[0].because.rule
    school = SchoolThemes(
        softened=(Softened(rule=rule, to="advisory", reason="a lesson", by="dsl", at=date(2026, 11, 16)),)
    )
    assert rule in {each.id for each in READER.rules}
    assert READER.adjusted(school.at(datetime(2026, 11, 17).astimezone())).term(text)[0].level <= Level.CAUTION


@given(st.lists(st.text(max_size=12), max_size=30))
def test_any_pieces_are_weighed_and_show_words_of_their_own(pieces: list[str]) -> None:
    made = READER._evidence
    made.weigh(pieces)
    assert all(0 <= at < len(pieces) for at in made.heaviest(pieces))
