"""What people wrote on a gateway's pages reaches the console, once it is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from belisha.engine.published.signed import is_extra
from belisha.gateway.following.__main__ import LONGEST_PAUSE, Following
from belisha.gateway.following.client import ConsoleError
from belisha.gateway.following.forwarding import Forwarder
from belisha.gateway.portal.spool import Kind, Spool

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.following.client import Answer
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


def a_finding(home: Path, name: str = "f1", **more: object) -> Path:
    path = home / "spool" / "findings" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"finding": name, "school": "one", "level": "danger"} | more))
    return path


def test_danger_is_handed_on_and_then_leaves_the_spool(puller: Puller, home: Path, console: Console) -> None:
    path, forwarder = a_finding(home), Forwarder(home)
    assert forwarder.danger_waits
    assert forwarder.forward(puller.client) == 1
    assert not path.exists()
    assert not forwarder.danger_waits
    (sent,) = console.reports
    assert json.loads(sent["lines"][0])["finding"] == "f1"  # type: ignore[index]


def test_danger_that_the_console_did_not_take_waits_for_the_next_try(
    puller: Puller, home: Path, console: Console
) -> None:
    path, forwarder = a_finding(home), Forwarder(home)
    port, puller.client._port = puller.client._port, 1
    with pytest.raises(ConsoleError):
        forwarder.forward(puller.client)
    assert path.exists()
    puller.client._port = port
    assert forwarder.forward(puller.client) == 1
    assert len(console.reports) == 1


def test_a_finding_that_grew_while_it_was_sent_is_sent_again(
    puller: Puller, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_finding(home)
    post = puller.client.post

    def post_while_it_grows(path: str, said: object) -> Answer:
        answer = post(path, said)
        grown = a_finding(home, "draft", terms=["more"])
        grown.replace(home / "spool" / "findings" / "f1.json")
        return answer

    forwarder = Forwarder(home)
    monkeypatch.setattr(puller.client, "post", post_while_it_grows)
    assert forwarder.forward(puller.client) == 0
    monkeypatch.undo()
    assert forwarder.forward(puller.client) == 1


def test_a_finding_of_very_many_searches_is_told_with_the_first_of_them(
    puller: Puller, home: Path, console: Console
) -> None:
    a_finding(home, terms=[f"a search, number {number}" for number in range(3000)], links={"show": "", "events": []})
    assert Forwarder(home).forward(puller.client) == 1
    told = json.loads(console.reports[0]["lines"][0])  # type: ignore[index]
    assert told["terms"][0] == "a search, number 0"
    assert len(told["terms"]) == 20


def test_while_danger_waits_nothing_pauses_for_long(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    following = Following(home)
    monkeypatch.setattr(following.puller, "round", _refusing)
    monkeypatch.setattr(following.puller.client, "post", _refusing)
    following.failures = 9
    assert following.once() == LONGEST_PAUSE
    a_finding(home)
    assert following.once() <= 2


def _refusing(*_args: object) -> Any:
    message = "The console does not answer in time."
    raise ConsoleError(message)


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
