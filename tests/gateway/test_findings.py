"""A search through the real gateway that says that a child may be in danger is handed on within ten seconds, once."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from belisha.activity.findings import findings, told
from belisha.activity.findings.progress import behind
from belisha.activity.findings.spool import Alert
from belisha.activity.store import Store
from town.town import AVA, BEN, ST_BRIGID, Town, eventually

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.activity.findings import Finding
    from town.town import Person

pytestmark = pytest.mark.gateway

GRAVE = "i want to kill myself"
SECONDS = 10.0


def searched(town: Town, term: str, person: Person) -> None:
    reply = town.get(town.https("www.google.com", f"/search?q={term.replace(' ', '+')}"), person)
    assert reply.status == 200


def alerts(town: Town) -> list[Path]:
    return sorted((town.home / "spool" / "findings").glob("*.json"))


def found(town: Town, school: str) -> list[Finding]:
    period = Store.open(town.home).period()
    return findings(town.home, (school,), period) if period else []


def watchers(town: Town) -> list[int]:
    return town.children("findings.process")


def test_danger_is_handed_on_within_ten_seconds_and_nothing_else_is(own_town: Town) -> None:
    town = own_town
    assert eventually(lambda: behind(town.home).watched)
    searched(town, "rivers of africa", BEN)
    begun = time.monotonic()
    searched(town, GRAVE, BEN)
    assert eventually(lambda: alerts(town), SECONDS)
    took = time.monotonic() - begun
    assert took < SECONDS
    (path,) = alerts(town)
    said = json.loads(path.read_text())
    assert set(said) == set(Alert.__struct_fields__)
    assert (said["level"], said["theme"]) == ("danger", "suicide-and-self-harm")
    assert (said["school"], said["person"], said["name"]) == ("oakfield", "p4", "Ben Carter")
    assert said["terms"] == [GRAVE]
    searched(town, GRAVE, BEN)
    town.get(town.https("www.google.com", f"/search?q={GRAVE.replace(' ', '+')}&start=10"), BEN)
    assert eventually(lambda: behind(town.home).bytes == 0, SECONDS)
    assert alerts(town) == [path]
    (finding,) = found(town, "oakfield")
    assert [(one.text, one.times) for one in finding.seen] == [(GRAVE, 1)], "the browser's doing counts once"
    logs = "".join(log.read_text() for log in (town.home / "log").glob("*.log"))
    assert "kill" not in logs


def test_a_watcher_killed_again_and_again_loses_and_doubles_nothing(own_town: Town) -> None:
    town = own_town
    assert eventually(lambda: behind(town.home).watched)
    for number in range(12):
        searched(town, f"{GRAVE} {number:02d}", (BEN, AVA)[number % 2])
        if number % 3 == 0:
            for watcher in watchers(town):
                os.kill(watcher, signal.SIGKILL)
    assert eventually(lambda: len(alerts(town)) == 2, 40)
    assert eventually(lambda: behind(town.home).bytes == 0, 20)
    terms = [one.text for finding in found(town, "oakfield") for one in finding.seen]
    assert sorted(terms) == sorted(f"{GRAVE} {number:02d}" for number in range(12))
    assert len(alerts(town)) == 2
    period = Store.open(town.home).period()
    assert period is not None
    assert len(told(town.home, "oakfield", period)) == 2


def test_two_schools_never_see_each_other(own_town: Town) -> None:
    town = own_town
    searched(town, GRAVE, ST_BRIGID)
    assert eventually(lambda: alerts(town), 20)
    assert found(town, "oakfield") == []
    (finding,) = found(town, "stbrigid")
    assert (finding.who, finding.person) == (ST_BRIGID.address, ""), (
        "where nobody is known, the address stands for them"
    )


def test_a_blocked_search_is_read_too(own_town: Town) -> None:
    town = own_town
    rule = "  rules: [{id: r1, address: www.google.com, verdict: block, reason: A test, owner: head}]\n"
    town.publish_policy(town.policy_text.replace("  unknown: strictest\n", "  unknown: strictest\n" + rule, 1))
    url = town.http("www.google.com", f"/search?q={GRAVE.replace(' ', '+')}")
    assert eventually(lambda: town.get(url, BEN).status == 403, 5)
    assert eventually(lambda: alerts(town), 20)
    assert {one.verdict for finding in found(town, "oakfield") for one in finding.seen} >= {"block"}
