"""Fixtures that every test may use: where the real inputs are."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["database_copies", "filled", "record_flush"]

# machines are noisy: an example that takes long is not a fault, and nothing here is a timed test
settings.register_profile("belisha", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("belisha")

MANY = 100  # tests: a file that holds more takes a while, however quick each is


DATABASES = {"db", "transactional_db", "live_server"}  # fixtures that bring one


def pytest_addoption(parser: pytest.Parser) -> None:
    """For the run on the other kind of database."""
    parser.addoption("--database-only", action="store_true", help="leave out what no database can change")


def depends_on_database(item: pytest.Item) -> bool:
    """Whether a test may go otherwise on another kind of database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    touches = item.get_closest_marker("django_db") is not None or not DATABASES.isdisjoint(fixtures)
    return touches and not item.get_closest_marker("one_database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take long come first, the others after them in whatever order: so that two workers end together.

    The check has xdist keep to this order; its own puts the files with fewest tests last, which are the longest.
    """
    if config.option.database_only:
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if depends_on_database(item)]
    tests = Counter(item.path for item in items)
    slow = {item.path for item in items if item.get_closest_marker("gateway") or item.get_closest_marker("journey")}
    items.sort(key=lambda item: 0 if item.path in slow else 1 if tests[item.path] > MANY else 2)


@pytest.fixture(scope="session")
def belisha_shared() -> Path:
    """The folder of real inputs beside the checkout, or $BELISHA_SHARED; the test is skipped when there is none."""
    folder = Path(os.environ.get("BELISHA_SHARED") or Path(__file__).parent.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(f"real inputs are not beside the checkout ({folder.name} folder is absent)")
    return folder
