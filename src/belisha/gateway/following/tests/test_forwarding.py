"""What people wrote on a gateway's pages reaches the console, once it is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from belisha.engine.published.signed import is_extra
from belisha.gateway.following.client import ConsoleError
from belisha.gateway.following.forwarding import Forwarder
from belisha.gateway.portal.spool import Kind, Spool

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.following.pulling import Puller

    from .conftest import Console


def test_what_was_asked_is_handed_on_once(puller: Puller, home: Path, console: Console) -> None:
    spool, forwarder = Spool(home / "spool"), Forwarder(home)
    number = spool.keep(Kind.ASKS, {"client": "10.0.0.7", "reason": "Romans"})
    assert forwarder.forward(puller.client) == 1
    assert forwarder.forward(puller.client) == 0
    assert Forwarder(home).forward(puller.client) == 0
    (sent,) = console.reports
    assert json.loads(sent["lines"][0])["id"] == number  # type: ignore[index]


def test_what_could_not_be_handed_on_is_sent_again(puller: Puller, home: Path, console: Console) -> None:
    Spool(home / "spool").keep(Kind.WORRIES, {"text": "Somebody writes to me"})
    url, puller.client._port = puller.client._port, 1
    forwarder = Forwarder(home)
    with pytest.raises(ConsoleError):
        forwarder.forward(puller.client)
    puller.client._port = url
    assert forwarder.forward(puller.client) == 1


def test_half_a_line_waits_for_its_end(puller: Puller, home: Path, console: Console) -> None:
    (home / "spool").mkdir()
    (home / "spool" / "asks.jsonl").write_text('{"id": "A-222222"}\n{"id": "A-3333')
    forwarder = Forwarder(home)
    assert forwarder.forward(puller.client) == 1
    (home / "spool" / "asks.jsonl").write_text('{"id": "A-222222"}\n{"id": "A-333333"}\n')
    assert forwarder.forward(puller.client) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../passwords",
        "themes/../../x/themes.yaml",
        "passwords",
        "/etc/passwd",
        "themes/a/b/themes.yaml",
        "gateway.yaml",
    ],
)
def test_a_console_writes_no_other_files_at_a_gateway(name: str) -> None:
    assert not is_extra(name)
    assert is_extra("answers/asks.json")
    assert is_extra("themes/oakfield/marks.jsonl")
