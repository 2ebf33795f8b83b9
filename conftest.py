"""Fixtures that every test may use: where the real inputs are."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["database_copies", "filled", "one_day", "record_flush", "spread"]

# machines are noisy: an example that takes long is not a fault, and nothing here is a timed test
settings.register_profile("belisha", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("belisha")

DATABASES = {"db", "transactional_db", "live_server"}  # fixtures that bring one


def pytest_addoption(parser: pytest.Parser) -> None:
    """For the run on the other kind of database."""
    parser.addoption("--database-only", action="store_true", help="leave out what no database can change")


def depends_on_database(item: pytest.Item) -> bool:
    """Whether a test may go otherwise on another kind of database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    touches = item.get_closest_marker("django_db") is not None or not DATABASES.isdisjoint(fixtures)
    return touches and not item.get_closest_marker("one_database")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what no database can change, where that is asked for."""
    if config.option.database_only:
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if depends_on_database(item)]


@pytest.fixture(scope="session")
def belisha_shared() -> Path:
    """The folder of real inputs beside the checkout, or $BELISHA_SHARED; the test is skipped when there is none."""
    folder = Path(os.environ.get("BELISHA_SHARED") or Path(__file__).parent.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(f"real inputs are not beside the checkout ({folder.name} folder is absent)")
    return folder
