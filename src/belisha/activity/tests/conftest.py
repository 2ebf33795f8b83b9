"""Fixtures of the record's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belisha.activity.tests import buckets
from belisha.activity.tests.written import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A data folder of its own."""
    return Journal(tmp_path / "home")


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[buckets.Server]:
    """A server that speaks S3."""
    yield from buckets.running(tmp_path_factory.mktemp("bucket"))
