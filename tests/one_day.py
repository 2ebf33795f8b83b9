"""A run of tests has one day: what reads the clock after midnight gets the last hour before it.

A plugin of pytest (conftest.py at the root names it). Tests read their dates when they are collected, and a run takes
half an hour. What talks to processes that have the machine's clock keeps to it, too.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = ZoneInfo("Europe/London")  # the day of the console, which is that of its settings
COLLECTED = datetime.now(tz=HERE)
PROCESSES = ("gateway", "journey")


def is_over(collected: datetime, now: datetime) -> bool:
    """Whether the day on which tests were collected has ended."""
    return now.astimezone(HERE).date() > collected.astimezone(HERE).date()


@pytest.fixture(autouse=True)
def _of_one_day(request: pytest.FixtureRequest) -> Iterator[None]:
    asks_others = any(request.node.get_closest_marker(name) for name in PROCESSES)
    if asks_others or not is_over(COLLECTED, datetime.now(tz=HERE)):
        yield
        return
    with time_machine.travel(COLLECTED, tick=True):
        yield
