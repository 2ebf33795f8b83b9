"""Fixtures that every test may use: where the real inputs are."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["database_copies", "record_flush"]

# machines are noisy: an example that takes long is not a fault, and nothing here is a timed test
settings.register_profile("belisha", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("belisha")


@pytest.fixture(scope="session")
def belisha_shared() -> Path:
    """The folder of real inputs beside the checkout, or $BELISHA_SHARED; the test is skipped when there is none."""
    folder = Path(os.environ.get("BELISHA_SHARED") or Path(__file__).parent.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(f"real inputs are not beside the checkout ({folder.name} folder is absent)")
    return folder
