"""What is shipped is whole: every rule can be read, explained and traced; every language names its source."""

import re

import pytest
import yaml

from belisha.engine.themes import THEMES
from belisha.engine.themes.library import FOLDER, shipped
from belisha.engine.themes.matching import Rules

LIBRARY = shipped()
LANGUAGES = sorted((FOLDER / "languages").glob("*.yaml"))
SPOKEN = {
    "arabic", "bengali", "chinese", "french", "german", "gujarati", "italian", "lithuanian", "polish", "portuguese",
    "punjabi", "romanian", "russian", "somali", "spanish", "tamil", "turkish", "ukrainian", "urdu",
}  # fmt: skip


def test_every_rule_has_an_id_of_its_own_a_theme_and_a_plain_sentence() -> None:
    ids = [rule.id for rule in LIBRARY.rules]
    assert len(ids) == len(set(ids))
    for rule in LIBRARY.rules:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id), rule.id
        assert rule.theme in THEMES, rule.id
        assert rule.patterns, rule.id
        assert rule.why[0].islower(), rule.id
        assert not rule.why.endswith("."), rule.id


def test_frames_that_rules_name_exist() -> None:
    known = {frame.name for frame in LIBRARY.frames}
    assert {name for rule in LIBRARY.rules for name, _ in rule.frames} <= known


def test_whatever_cancels_or_lowers_a_match_needs_a_word() -> None:
    Rules(LIBRARY.rules, LIBRARY, LIBRARY.harmless).check()


def test_the_languages_of_british_homes_are_there() -> None:
    assert {path.stem for path in LANGUAGES} >= SPOKEN


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_language_names_its_source_and_who_reviewed_it_or_that_nobody_did(path) -> None:  # type: ignore[no-untyped-def]
    written = yaml.safe_load(path.read_text())
    assert len(written["source"]) > 30
    assert "reviewed_by" in written
    assert {"suicide-and-self-harm", "abuse-at-home", "grooming"} <= {rule["theme"] for rule in written["rules"]}


def test_the_version_names_the_month_and_what_the_files_hold() -> None:
    assert re.fullmatch(r"20\d\d\.\d\d-[0-9a-f]{8}", LIBRARY.version)
