"""An installation with a few lists of its own, and the two sides that correct them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.engine.lists import Entry, ReadReport
from belisha.engine.lists.store import keep, new_record, pack
from belisha.engine.published import lists_folder, publish_lists, publish_policy
from belisha.engine.snapshot import NamedList, build
from cast import a_school, somebody
from in_force import OAKFIELD, small_policy

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School


def put(home: Path, list_id: str, at: dt.datetime, *hosts: str) -> None:
    """Have a list downloaded."""
    report = ReadReport(list_id, entries=len(hosts), kept=len(hosts), lines=len(hosts))
    packed, digest = pack((home / "lists" / list_id).parent, [Entry(host) for host in hosts])
    keep(home, packed, new_record(list_id, digest, report, at))


@pytest.fixture
def home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """A data folder with an index in force: two sites are games, one by the name above it."""
    settings.HOME = tmp_path
    publish_policy(tmp_path, small_policy(schools=OAKFIELD))
    named = NamedList(
        "ut1/games", "1", ("games",), locked=False, entries=[Entry("maths.example"), Entry("arcade.example")]
    )
    publish_lists(tmp_path, build([named], lists_folder(tmp_path)).digest)
    return tmp_path


@pytest.fixture
def school(db: None) -> School:
    return a_school()


@pytest.fixture
def technician(school: School) -> By:
    return By(somebody(school, Role.TECHNICIAN))


@pytest.fixture
def lead(school: School) -> By:
    return By(somebody(school, Role.COMPUTING_LEAD))
