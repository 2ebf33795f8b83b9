"""A real scanner for the tests of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clamav import a_scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(scope="session")
def clamd_socket() -> Iterator[str]:
    with a_scanner() as socket:
        yield socket


@pytest.fixture
def scanner(settings: SettingsWrapper, clamd_socket: str) -> str:
    """ClamAV itself, with the test signature alone."""
    if not clamd_socket:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    settings.SCANNER = clamd_socket
    return clamd_socket


@pytest.fixture
def no_scanner(settings: SettingsWrapper) -> None:
    settings.SCANNER = "/nonexistent/clamd.sock"
