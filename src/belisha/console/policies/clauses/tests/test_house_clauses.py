"""The clauses of the house as data: every duty is stated, every audience spoken to, every word can be filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from belisha.console.access.settings.registry import SETTINGS, fault_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.policies.clauses.differences import differences
from belisha.console.policies.clauses.house import (
    AUDIENCES,
    OTHERWISE,
    ClauseError,
    chapters,
    clauses,
    read_chapter,
    stating,
)
from belisha.console.policies.clauses.registry import OF_SETTINGS, what_is_wrong
from belisha.console.policies.clauses.rules import names_in

if TYPE_CHECKING:
    from pathlib import Path


SENTENCES = 5
WORDS = 95
GOOD = """
edition: '1'
section: {section}
order: 1
title: A title
audiences: [staff]
licence: MIT
clauses:
- id: one
  duties: [{duty}]
  text: {text}
"""


def test_every_duty_of_the_catalogue_stands_in_a_clause() -> None:
    assert [duty for duty in catalogue() if not stating(duty)] == []


def test_every_audience_has_a_section_of_its_own() -> None:
    spoken_to = {chapter.audiences for chapter in chapters()}
    assert {(audience,) for audience in AUDIENCES} <= spoken_to


def test_every_clause_can_be_filled_is_short_and_says_something() -> None:
    for clause in clauses().values():
        assert [fault for words in clause.words() for fault in what_is_wrong(words)] == [], clause.id
        longest = max(clause.words(), key=len)
        assert longest, clause.id
        assert len(f"{clause.text} {longest}".split()) <= WORDS * 2, clause.id
        for words in clause.words():
            assert len(words.split()) <= WORDS, clause.id
            assert len(re.findall(r"[.?!](\s|$)", words)) <= SENTENCES, clause.id
            assert not words or words.endswith((".", "}", "?")), clause.id
            assert "  " not in words, clause.id


def test_what_varies_has_a_case_for_every_value_of_its_setting() -> None:
    for clause in clauses().values():
        if not clause.varies:
            continue
        setting = SETTINGS[clause.varies.setting]
        known = dict(setting.choices) or ({"yes": "", "no": ""} if setting.kind is bool else {})
        cases = set(clause.varies.cases) - {OTHERWISE}
        if setting.kind is int:
            assert not [case for case in cases if fault_of(setting, int(case))], clause.id
            assert OTHERWISE in clause.varies.cases, clause.id
        else:
            assert cases <= set(known), clause.id
            assert OTHERWISE in clause.varies.cases or cases == set(known), clause.id


def test_every_point_on_which_policies_differ_is_seen_in_a_clause() -> None:
    seen = {clause.varies.setting for clause in clauses().values() if clause.varies}
    for clause in clauses().values():
        seen |= {name.removeprefix(OF_SETTINGS) for words in clause.words() for name in names_in(words)}
    assert {each.setting for each in differences()} <= seen


@pytest.mark.parametrize(
    ("section", "duty", "text", "wrong"),
    [
        ("rules", "no.such-duty", "Words.", "no such duty: no.such-duty"),
        ("other", "governance.vision-owned", "Words.", "holds the section other"),
        ("rules", "governance.vision-owned", "[not, text]", "Expected `str`"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused_with_its_name(
    tmp_path: Path, section: str, duty: str, text: str, wrong: str
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(GOOD.format(section=section, duty=duty, text=text))
    with pytest.raises(ClauseError, match=f"rules.yaml: .*{re.escape(wrong)}"):
        read_chapter(file)
    file.write_text(GOOD.format(section="rules", duty="governance.vision-owned", text="Words."))
    assert read_chapter(file).clauses[0].id == "one"
