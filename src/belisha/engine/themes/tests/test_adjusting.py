"""What a school changes moves levels down, never up, and every step can be taken back."""

from datetime import UTC, date, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.themes import Added, Level, Mark, Reader, SchoolThemes, Softened, precision
from belisha.engine.themes.library import shipped

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
TEXTS = (
    "i want to kill myself",
    "my dad hits me",
    "i want to die",
    "suicide",
    "i hate black people",
    "how to make a bomb",
    "i cut my wrists",
    "he asked me for nudes",
)
IDS = tuple(rule.id for rule in shipped().rules)
FOUND = {text: Reader.shipped().term(text) for text in TEXTS}
RULES_FOUND = sorted({each.because.rule for found in FOUND.values() for each in found})


THEME_OF = {rule.id: rule.theme for rule in shipped().rules}


def mark(rule: str, words: tuple[str, ...], *, undone: bool = False) -> Mark:
    return Mark(
        rule=rule, words=words, theme=THEME_OF.get(rule, "hate"), by="dsl", at=NOON, reason="a lesson", undone=undone
    )


def softened(rule: str, to: str) -> Softened:
    return msgspec.convert(
        {"rule": rule, "to": to, "reason": "a lesson", "by": "dsl", "at": date(2026, 11, 16)}, Softened
    )


def marks() -> st.SearchStrategy[Mark]:
    seen = [(each.because.rule, each.because.words) for found in FOUND.values() for each in found]
    return st.builds(lambda one, undone: mark(*one, undone=undone), st.sampled_from(seen), st.booleans())


def schools() -> st.SearchStrategy[SchoolThemes]:
    soft = st.builds(softened, st.sampled_from(RULES_FOUND), st.sampled_from(["caution", "advisory", "off"]))
    return st.builds(
        lambda soft, marked, findings: SchoolThemes(softened=tuple(soft), marks=tuple(marked), findings=findings),
        st.lists(soft, max_size=3),
        st.lists(marks(), max_size=12),
        st.dictionaries(st.sampled_from(RULES_FOUND), st.integers(0, 20), max_size=3),
    )


def levels(reader: Reader) -> dict[tuple[str, str], Level]:
    return {(text, each.theme): each.level for text in TEXTS for each in reader.term(text)}


@given(schools())
def test_no_mark_and_no_softening_ever_raises_a_level(school: SchoolThemes) -> None:
    before, after = levels(Reader.shipped()), levels(Reader.shipped().adjusted(school))
    assert all(before[key] >= level for key, level in after.items())


@given(schools())
def test_danger_to_a_child_never_falls_below_caution(school: SchoolThemes) -> None:
    after = levels(Reader.shipped().adjusted(school))
    assert after["i want to kill myself", "suicide-and-self-harm"] >= Level.CAUTION
    assert after["my dad hits me", "abuse-at-home"] >= Level.CAUTION


@given(schools(), marks())
def test_undoing_a_mark_gives_back_exactly_what_was_read_before(school: SchoolThemes, one: Mark) -> None:
    marked = msgspec.structs.replace(school, marks=(*school.marks, msgspec.structs.replace(one, undone=True)))
    assert levels(Reader.shipped().adjusted(marked)) == levels(Reader.shipped().adjusted(school))


@given(schools())
def test_adjusting_leaves_the_reader_as_it_was(school: SchoolThemes) -> None:
    before = {text: Reader.shipped().term(text) for text in TEXTS}
    Reader.shipped().adjusted(school)
    assert {text: Reader.shipped().term(text) for text in TEXTS} == before


def test_a_mark_takes_one_level_from_these_words_by_this_rule_and_says_so() -> None:
    (found,) = Reader.shipped().term("I Want To Die")
    reader = Reader.shipped().adjusted(SchoolThemes(marks=(mark(found.because.rule, found.because.words),)))
    (lower,) = reader.term("i want to die")
    assert (found.level, lower.level) == (Level.DANGER, Level.CAUTION)
    assert "counts as caution at this school" in lower.because.sentence
    assert reader.term("i want to die now")[0].level is not Level.ADVISORY


def test_a_rule_that_was_mostly_wrong_gives_one_level_less() -> None:
    (found,) = Reader.shipped().term("i want to die")
    wrong = tuple(mark(found.because.rule, (f"word{number}",)) for number in range(6))
    here = SchoolThemes(marks=wrong, findings={found.because.rule: 10})
    assert Reader.shipped().adjusted(here).term("i want to die")[0].level is Level.CAUTION
    here = SchoolThemes(marks=wrong, findings={found.because.rule: 20})
    assert Reader.shipped().adjusted(here).term("i want to die")[0].level is Level.DANGER


def test_an_added_rule_is_read_until_its_end_and_named_with_the_school_s_version() -> None:
    added = Added(
        id="oak-den",
        theme="bullying",
        level=Level.CAUTION,
        why="is the name of a den where children were hurt",
        patterns="the old mill",
        reason="two incidents",
        by="dsl",
        at=date(2026, 11, 16),
        until=NOON,
    )
    school = SchoolThemes(added=(added,))
    reader = Reader.shipped().adjusted(school)
    (found,) = reader.term("meet at the old mill")
    assert (found.theme, found.level, found.because.rule) == ("bullying", Level.CAUTION, "oak-den")
    assert found.because.version.startswith(f"{Reader.shipped().version}+")
    assert school.at(NOON) == SchoolThemes()


def test_precision_counts_only_marks_that_stand() -> None:
    marked = (mark("a", ("x",)), mark("a", ("y",), undone=True), mark("b", ("z",)))
    assert [(one.rule, one.findings, one.false_alarms, one.share) for one in precision(marked, {"a": 4})] == [
        ("a", 4, 1, 0.75),
        ("b", 1, 1, 0.0),
    ]
