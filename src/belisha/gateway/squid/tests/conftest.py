"""Settings of a gateway that runs as whoever runs the tests."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

import pytest

from belisha.gateway.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of its own, and no change of user."""
    return Settings(home=tmp_path, user=pwd.getpwuid(os.geteuid()).pw_name)
