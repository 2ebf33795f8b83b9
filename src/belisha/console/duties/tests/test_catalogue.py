"""The catalogue holds every duty that was agreed, in words that a policy can print."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
import yaml

from belisha.console.access.roles import Role
from belisha.console.duties.catalogue import (
    STAFF,
    CatalogueError,
    DutyKind,
    catalogue,
    domains,
    read_domain,
)

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
edition: 1
domain: music
source: written for this test
licence: MIT
duties:
- id: music.loud
  wording: Music is quiet after {hour} hours.
  kind: enforce
  who: [staff]
  how: It is measured.
  policies: [A]
  sections: ['A: 1']
  parameters: {hour: 20}
"""


def test_every_duty_that_was_agreed_is_there_once(belisha_shared: Path) -> None:
    agreed = {row["id"] for row in yaml.safe_load((belisha_shared.parent / "duties.yaml").read_text())}
    assert set(catalogue()) == agreed
    assert sum(len(domain.duties) for domain in domains()) == len(agreed) == 470


def test_kind_and_cadence_are_as_agreed(belisha_shared: Path) -> None:
    rows = yaml.safe_load((belisha_shared.parent / "duties.yaml").read_text())
    ours = {duty.id: (duty.kind.value, duty.cadence and duty.cadence.value) for duty in catalogue().values()}
    assert ours == {row["id"]: (row["kind"], row.get("cadence")) for row in rows}


def test_whoever_answers_for_a_duty_is_a_role_or_all_staff() -> None:
    known = {role.value for role in Role} | {STAFF}
    assert {who for duty in catalogue().values() for who in duty.who} <= known


def test_each_wording_is_a_sentence_whose_numbers_are_parameters() -> None:
    for duty in catalogue().values():
        placeholders = {name for _, name, _, _ in string.Formatter().parse(duty.wording) if name}
        printed = duty.printed()
        assert placeholders <= set(duty.parameters), duty.id
        assert printed[0].isupper(), duty.id
        assert printed.endswith("."), duty.id


def test_what_a_school_decided_is_printed() -> None:
    assert "20 minutes" in catalogue()["accounts.idle-lock"].printed()
    assert "10 minutes" in catalogue()["accounts.idle-lock"].printed(idle_minutes=10)


def test_a_file_is_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "music.yaml"
    file.write_text(GOOD)
    assert read_domain(file).duties[0].kind is DutyKind.ENFORCE
    for wrong, right in (
        ("kind: enforce", "kind: wish"),
        ("who: [staff]", "who: []"),
        ("policies: [A]", "policies: [C]"),
        ("policies: [A]", "policies: [A], colour: red"),
        ("- id: music.loud", "- id: Music.Loud"),
        ("id: music.loud", "id: art.loud"),
        ("edition: 1", "edition: 0"),
        ("domain: music", "domain: art"),
        ("hour: 20", "hour: late"),
    ):
        file.write_text(GOOD.replace(wrong, right))
        with pytest.raises(CatalogueError, match=r"music\.yaml"):
            read_domain(file)


def test_a_duty_that_stands_twice_is_refused(tmp_path: Path) -> None:
    head, _, rows = GOOD.partition("duties:\n")
    (tmp_path / "music.yaml").write_text(f"{head}duties:\n{rows}{rows}")
    with pytest.raises(CatalogueError, match=r"music\.loud"):
        read_domain(tmp_path / "music.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.yaml"):
        read_domain(tmp_path / "none.yaml")
