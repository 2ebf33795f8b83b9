"""A console that knows nobody yet changes nothing at its gateway."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from belisha.console.flows.publishing import publish
from belisha.engine.published import publish_policy, read_pointer
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_a_console_without_a_school_leaves_the_gateway_alone(tmp_path: Path) -> None:
    digest = publish_policy(tmp_path, read_checked_policy(sample_policy()))
    (tmp_path / "passwords").write_text("somebody:$argon2id$x\n")
    assert publish(tmp_path, DAY) == ""
    assert read_pointer(tmp_path).policy == digest
    assert (tmp_path / "passwords").read_text() == "somebody:$argon2id$x\n"
