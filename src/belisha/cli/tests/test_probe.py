"""`belisha probe`: nothing is well that was not tested, and what cannot be tested says why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from belisha.cli import main
from cast import a_school

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def school(tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setenv("BELISHA_HOME", str(tmp_path))
    a_school("oakfield")


def test_a_filter_that_was_never_tested_is_not_well() -> None:
    outcome = CliRunner().invoke(main, ["probe", "last"])
    assert outcome.exit_code == 1
    assert "oakfield: the filter has never been tested" in outcome.output


def test_a_test_that_cannot_be_made_says_why() -> None:
    outcome = CliRunner().invoke(main, ["probe", "run", "--school", "oakfield", "--json"])
    told = json.loads(outcome.output)
    assert outcome.exit_code == 1
    assert told["state"] == "failed"
    assert "No policy published yet" in told["trouble"]


def test_a_school_that_is_not_there_gets_a_sentence() -> None:
    outcome = CliRunner().invoke(main, ["probe", "last", "--school", "nowhere"])
    assert outcome.exit_code == 1
    assert "There is no school 'nowhere'" in outcome.output
