"""Fixtures of the reports' tests."""

from pathlib import Path

import pytest

from belisha.activity.tests.written import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A data folder of its own."""
    return Journal(tmp_path / "home")
