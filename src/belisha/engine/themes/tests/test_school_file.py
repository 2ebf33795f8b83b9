"""themes.yaml of a school: every fault at once, each with its line."""

import pytest

from belisha.engine.themes import SchoolThemes, SchoolThemesError, read_school_themes

GOOD = """\
added:
  - id: oak-den
    theme: bullying
    level: caution
    why: names a den where children were hurt
    patterns: |
      the old mill
      (meet|fight) .. mill
    reason: two incidents
    by: dsl
    at: 2026-11-16
softened:
  - rule: slur
    to: advisory
    reason: lessons about words that hurt
    by: dsl
    at: 2026-11-16
    until: 2026-12-01T17:00+00:00
"""


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(SchoolThemesError) as refused:
        read_school_themes(text)
    return [(fault.line, fault.message) for fault in refused.value.faults]


@pytest.mark.parametrize("text", ["", "\n  \n", "# nothing yet\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    if text.startswith("#"):
        text = ""
    assert read_school_themes(text) == SchoolThemes()


def test_a_good_file_is_read() -> None:
    school = read_school_themes(GOOD)
    assert [one.id for one in school.added] == ["oak-den"]
    assert [one.rule for one in school.softened] == ["slur"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("theme: bullying", "theme: bulying", 3, "bulying"),
        ("level: caution", "level: grave", 4, "grave"),
        ("      (meet|fight) .. mill", "      (meet|fight .. mill", 6, "“(” without “)”"),
        ("      (meet|fight) .. mill", "      <nobody> mill", 6, "<nobody>, which does not exist"),
        ("    reason: two", "    unless: (flour)?\n    reason: two", 6, "“(flour)?” has no word that must be there"),
        ("id: oak-den", "id: slur", 2, "id of another rule already"),
        ("rule: slur", "rule: slurr", 13, "there is no rule “slurr”"),
        ("rule: slur\n    to: advisory", "rule: kill-myself\n    to: off", 14, "softened to caution, not further"),
        ("to: advisory", "to: loud", 14, "loud"),
        ("    by: dsl\n    at: 2026-11-16\n    until", "    at: 2026-11-16\n    until", 13, "missing"),
        ("at: 2026-11-16\nsoft", "at: yesterday\nsoft", 11, "yesterday"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    found = faults(GOOD.replace(old, new))
    assert [(at, said in message) for at, message in found] == [(line, True)], found


def test_all_faults_are_told_at_once() -> None:
    bad = (
        GOOD.replace("theme: bullying", "theme: x")
        .replace("to: advisory", "to: y")
        .replace("level: caution", "level: z")
    )
    assert [line for line, _ in faults(bad)] == [3, 4, 14]


def test_text_that_is_no_yaml_is_a_fault_with_a_line() -> None:
    assert faults("added: [")[0][0] >= 1
