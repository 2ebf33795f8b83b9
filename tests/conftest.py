"""The town for tests that need a real gateway: one for each worker, and a fresh one where a test breaks things."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import pytest_socket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from town.town import Town


def _built() -> Town:
    pytest_socket.enable_socket()
    from town.town import Town

    town = Town()
    town.start()
    return town


@pytest.fixture(scope="session")
def shared_town(needs_squid: None) -> Iterator[Town]:
    """A running town that a test leaves as it was."""
    town = _built()
    yield town
    town.end()


@pytest.fixture
def town(shared_town: Town, socket_enabled: None) -> Town:
    """The shared town; its policy and lists are put back by the test that changes them."""
    return shared_town


@pytest.fixture
def own_town(needs_squid: None, socket_enabled: None) -> Iterator[Town]:
    """A town of its own, for a test that ends or breaks something."""
    town = _built()
    yield town
    town.end()


@pytest.fixture(scope="session")
def needs_squid() -> None:
    """Skip where Squid or curl is not installed; ./check installs both."""
    for program in ("/usr/sbin/squid", "/usr/bin/curl"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: ./check installs it")
