"""How tests are spread over workers: what takes long comes first, and a long file goes out in pieces.

A plugin of pytest (conftest.py at the root names it). A file stays with one worker, for its fixtures' sake; the few
that are long and whose tests share nothing dear would keep one worker busy when the others have ended.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

# files by how long they take, the longest first: half a minute and more on a machine that does nothing else
LONGEST = (
    "tests/running/test_backup_and_restore.py",
    "tests/running/test_start.py",
    "tests/console/test_each_role.py",
    "tests/console/test_concerns_by_subject.py",
)
PIECES = {"tests/console/test_accessibility.py": 12, "tests/console/test_every_page.py": 6}
MANY = 100  # tests: a file that holds more takes a while, however quick each is


class InPieces(LoadFileScheduling):
    """A file is one piece of work, but for those that are cut."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return f"{file} {crc32(nodeid.encode()) % PIECES[file]}" if file in PIECES else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """The check asks for files to stay whole; whoever asks for another way gets it."""
    return InPieces(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The check has xdist keep to this order; its own puts the files with fewest tests last, which are the longest."""
    tests = Counter(_file(item) for item in items)
    slow = {_file(item) for item in items if item.get_closest_marker("gateway") or item.get_closest_marker("journey")}

    def place(item: pytest.Item) -> int:
        file = _file(item)
        if file in LONGEST:
            return LONGEST.index(file)
        return len(LONGEST) + (0 if file in slow else 1 if tests[file] > MANY else 2)

    items.sort(key=place)


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
