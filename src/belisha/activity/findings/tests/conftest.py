"""Fixtures of the findings' tests."""

from pathlib import Path

import pytest

from belisha.activity.findings.tests.standin import StandIn
from belisha.activity.tests.written import Journal
from belisha.engine.themes import Reader


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Themes are read by the stand-in."""
    monkeypatch.setattr(Reader, "shipped", classmethod(lambda _: StandIn()))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A data folder of its own."""
    return Journal(tmp_path / "home")
