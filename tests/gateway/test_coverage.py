"""A running gateway gives signs of life, and nothing is wanting with it; a stopped one is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from belisha.activity.coverage.facts import gateway_facts, ground
from belisha.activity.coverage.heartbeat import heartbeats
from belisha.activity.coverage.model import Kind
from belisha.activity.coverage.rules import gateway_gaps
from town.town import eventually

if TYPE_CHECKING:
    from town.town import Town

pytestmark = pytest.mark.gateway


def wanting(town: Town, now: datetime) -> list[Kind]:
    given = ground(town.home)
    return [gap.kind for facts in gateway_facts(town.home, now, {}) for gap in gateway_gaps(facts, given.newest, now)]


def test_a_running_gateway_gives_signs_of_life_and_is_missed_when_they_end(town: Town) -> None:
    assert eventually(lambda: heartbeats(town.home), 90)
    (beat,) = heartbeats(town.home).values()
    assert {"squid", "portal", "recorder"} <= {name for name, runs in beat.services.items() if runs}
    assert beat.policy == ground(town.home).newest.policy
    assert wanting(town, datetime.now(UTC)) == []
    assert wanting(town, datetime.now(UTC) + timedelta(minutes=20)) == [Kind.GATEWAY_SILENT]
