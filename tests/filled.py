"""The console filled with the sample federation, for files of tests that ask of it: filled once for all of them.

A plugin of pytest (conftest.py at the root names it). The first worker that comes to such a file fills a database
beside the gateway's sample policy and keeps a copy; whoever comes later begins with that.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from django.conf import settings

from database_copies import alone, keep_as, put_back, take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import SettingsWrapper

# of this run alone: days and hours of the sample are counted from when it was filled
NAME = f"filled_{os.environ.get('PYTEST_XDIST_TESTRUNUID') or os.getpid()}"
KEY = "key-of-who-filled-it"  # opens what is sealed in the database
KNOWN = ("amir.stone", "kind-blue-otter")  # somebody whose password the gateway has already


def _fill(home: Path) -> None:
    from belisha.console.flows.demo import fill
    from belisha.engine.published import publish_policy
    from belisha.engine.published.preparing import read_checked_policy
    from belisha.sample import sample_policy

    publish_policy(home, read_checked_policy(sample_policy()))
    name, password = KNOWN
    (home / "passwords").touch(mode=0o600)
    (home / "passwords").write_text(f"{name}:{PasswordHasher().hash(password)}\n")
    (home / "sample-sign-ins.csv").write_text(f"sign-in name,password\n{name},{password}\n")
    assert fill(home)
    (home / KEY).write_text(settings.SECRET_KEY)


@pytest.fixture(scope="session")
def _kept_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what this run keeps: workers of one run share it."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled"


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _kept_sample: Path) -> Iterator[Path]:
    """The sample is in the database as long as a file of tests lasts; the data folder as it was left by filling."""
    kept = _kept_sample / "home"
    with django_db_blocker.unblock():
        try:
            with alone():
                if kept.exists():
                    take(NAME)
                else:
                    _kept_sample.mkdir(exist_ok=True)
                    draft = Path(tempfile.mkdtemp(dir=_kept_sample))
                    _fill(draft)
                    keep_as(NAME)
                    draft.rename(kept)
            yield kept
        finally:
            put_back()


@pytest.fixture
def filled_home(_filled: Path, tmp_path: Path, settings: SettingsWrapper) -> Path:
    """A data folder whose console holds the sample federation, with the sample policy in force at its gateway.

    What a test does to either is gone with it; a test that commits stands alone in its file.
    """
    settings.SECRET_KEY = (_filled / KEY).read_text()  # each worker has its own, and another may have filled it
    return Path(shutil.copytree(_filled, tmp_path / "home"))
