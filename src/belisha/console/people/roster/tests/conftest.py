"""A school with a data manager and a nightly feed, for the tests that ask for them by name."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.people.roster.actions import set_feed
from cast import a_school, somebody

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.console.access.models import School, User
    from belisha.console.people.models import RosterFeed


@pytest.fixture
def school(settings: Any, tmp_path: Path) -> School:
    settings.HOME = tmp_path
    return a_school()


@pytest.fixture
def manager(school: School) -> User:
    return somebody(school, Role.DATA_MANAGER)


@pytest.fixture
def feed(school: School, manager: User) -> RosterFeed:
    details = {"on": True, "complete": True, "due_at": time(6), "weekdays_only": False, "late_hours": 24}
    return set_feed(by=By(manager), school=school, source="MIS", details=details)
