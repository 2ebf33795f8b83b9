"""Whatever breaks, nothing opens by itself, a page says so, and the record is exactly what was done."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_socket

from belisha.gateway.supervisor import LONGEST_PAUSE
from town.device import next_answer
from town.town import AVA, BEN, MAYA, Town, alive, eventually, is_root

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.gateway

# Tests here end the same Squid again and again, and the supervisor waits a little longer each time
AGAIN = LONGEST_PAUSE + 10


@pytest.fixture(scope="module")
def one_for_all(needs_squid: None) -> Iterator[Town]:
    """A town of this file's own, for what breaks it and must then find it well again."""
    pytest_socket.enable_socket()
    town = Town()
    town.start()
    yield town
    town.end()


@pytest.fixture
def mended_town(one_for_all: Town, socket_enabled: None) -> Town:
    """A town that others have broken before and that must have come back to itself, whole."""
    town = one_for_all
    town.publish_policy(town.policy_text)
    town.publish_lists()
    assert eventually(lambda: town.get(town.http("story.test", "/mended")).status == 200, AGAIN)
    assert eventually(lambda: town.get(town.http("other.test")).status == 200, 5)
    return town


def recorded(town: Town, *beginnings: str) -> list[str]:
    """The paths of a test that are on record, oldest first."""
    return [path for path in town.paths("story.test") if path.startswith(beginnings)]


def test_a_new_policy_is_live_within_a_second_and_no_connection_is_dropped(mended_town: Town) -> None:
    town = mended_town
    assert town.get(town.https("story.test")).status == 200
    rule = "  rules: [{id: r1, address: story.test, verdict: block, reason: A test, owner: head}]\n"
    with socket.create_connection(("127.0.0.1", town.settings.proxy_port)) as held:
        held.sendall(f"GET {town.http('bitesize.test')} HTTP/1.1\r\nHost: bitesize.test\r\n\r\n".encode())
        assert next_answer(held).status == 407
        town.publish_policy(town.policy_text.replace("  unknown: strictest\n", "  unknown: strictest\n" + rule, 1))
        published = time.monotonic()
        assert eventually(lambda: town.get(town.https("story.test")).status == 403, 3)
        assert time.monotonic() - published < 1.5, "one second, and the time that the last question takes"
        held.sendall(f"GET {town.http('bitesize.test')} HTTP/1.1\r\nHost: bitesize.test\r\n\r\n".encode())
        assert next_answer(held).status == 407
    town.publish_policy(town.policy_text)
    assert eventually(lambda: town.get(town.https("story.test")).status == 200, 3)


def test_new_lists_are_live_within_a_second(mended_town: Town) -> None:
    town = mended_town
    assert town.get(town.http("other.test")).status == 200
    town.publish_lists({"other.test": ("games",)})
    assert eventually(lambda: town.get(town.http("other.test")).status == 403, 1.5)


def test_a_broken_publication_keeps_the_last_good_one(mended_town: Town) -> None:
    town = mended_town
    before = town.seen_at("arcade.test")
    pointer = town.home / "published" / "current.json"
    good = pointer.read_bytes()
    for broken in (b"", b"{", b'{"policy": "0", "lists": "0", "at": ""}', b"\0" * 100):
        pointer.write_bytes(broken)
        os.kill(town.children("squid.helper")[0], signal.SIGKILL)
        assert eventually(lambda: town.get(town.http("story.test")).status == 200, AGAIN), broken
        assert eventually(lambda: town.get(town.http("arcade.test")).status == 403, AGAIN), "Squid may just start again"
    pointer.write_bytes(good)
    assert town.seen_at("arcade.test") == before


def test_a_killed_helper_opens_nothing_and_comes_back(mended_town: Town) -> None:
    town = mended_town
    before = town.seen_at("arcade.test")
    for _ in range(3):
        for helper in town.children("squid.helper"):
            os.kill(helper, signal.SIGKILL)
        assert town.get(town.http("arcade.test")).status in {0, 403}, "the page, or nothing while Squid starts again"
        assert town.get(town.https("arcade.test")).status in {0, 403}
    assert eventually(lambda: town.get(town.http("story.test")).status == 200, AGAIN)
    assert town.seen_at("arcade.test") == before


def test_helpers_that_cannot_decide_close_with_a_page_that_says_so(own_town: Town) -> None:
    town = own_town
    for pointer in (town.home / "published").glob("*.json"):
        pointer.unlink()
    for helper in town.children("squid.helper"):
        os.kill(helper, signal.SIGKILL)
    reply = eventually(lambda: r if (r := town.get(town.http("story.test"))).status == 403 else None)
    assert reply is not None
    assert "not your fault" in reply.body.lower() or "cannot" in reply.body.lower()
    assert town.seen_at("story.test") == []


def test_a_killed_squid_is_started_again_and_its_records_are_whole(mended_town: Town) -> None:
    town = mended_town
    before = [f"/before/{number}" for number in range(5)]
    for path in before:
        town.get(town.http("story.test", path))
    # Squid hands a line over a moment after the answer; killed within it, it takes that line along
    assert eventually(lambda: recorded(town, "/before/") == before), town.paths("story.test")
    os.kill(town.children("/squid -N")[0], signal.SIGKILL)
    answered: list[str] = []

    def comes_back() -> bool:
        """Ask at a path of its own each time: the page of helpers that are not ready yet is on record too."""
        path = f"/after/{len(answered)}"
        status = town.get(town.http("story.test", path)).status
        answered.extend([path] if status else [])
        return status == 200

    assert eventually(comes_back, AGAIN)
    # a while for the last line, never one too many
    assert eventually(lambda: recorded(town, "/before/", "/after/") == before + answered), town.paths("story.test")


def test_a_killed_recorder_loses_and_doubles_nothing(mended_town: Town) -> None:
    town = mended_town
    for number in range(30):
        town.get(town.http("story.test", f"/kept/{number}"))
        if number % 5 == 0:
            for recorder in town.children("activity.recorder"):
                os.kill(recorder, signal.SIGKILL)
    wanted = [f"/kept/{number}" for number in range(30)]
    assert eventually(lambda: recorded(town, "/kept/") == wanted, AGAIN), town.paths("story.test")


def test_sigterm_ends_everything_and_leaves_no_orphan(own_town: Town) -> None:
    town = own_town
    below = town.children("")
    assert len(below) >= 5
    assert town.stop_gateway() == 0
    assert eventually(lambda: not [pid for pid in below if alive(pid)], 5)


def test_a_killed_supervisor_takes_squid_with_it(own_town: Town) -> None:
    town = own_town
    below = town.children("")
    os.kill(town.gateway.pid, signal.SIGKILL)
    town.gateway.wait()
    assert eventually(lambda: not [pid for pid in below if alive(pid)], 15)


def test_a_full_disk_closes_the_gateway_and_the_record_is_what_was_done(
    socket_enabled: None, needs_squid: None
) -> None:
    if not is_root():
        pytest.skip("only root can mount the small disk that this test fills")
    disk = Path(subprocess.check_output(["mktemp", "-d", "/tmp/belisha-disk-XXXXXX"], text=True).strip())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        disk.rmdir()
        pytest.skip("this machine does not let root mount a small disk")
    town = Town(journal_on=disk)
    try:
        town.start()
        assert town.get(town.http("story.test", "/1")).status == 200
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(18 << 20))
        refused = eventually(lambda: r if (r := town.get(town.http("story.test", "/2"))).status == 403 else None)
        assert refused is not None
        assert town.get(town.https("story.test", "/3")).status == 403
        ballast.unlink()
        assert eventually(lambda: town.get(town.http("story.test", "/4")).status == 200)
        reached = set(town.seen_at("story.test"))
        recorded = {
            event["path"] for event in town.events() if event["verdict"] == "allow" and event["method"] == "GET"
        }
        assert reached == recorded
        assert "/3" not in reached
    finally:
        town.end()
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


def test_ten_wrong_passwords_close_a_name_for_a_while(own_town: Town) -> None:
    from town.town import Person

    town = own_town
    for number in range(10):
        assert town.get(town.http("story.test"), Person("ava.1", password=f"guess{number}")).status == 407
    assert town.get(town.http("story.test"), AVA).status == 407
    assert town.get(town.http("story.test"), BEN).status == 200


HOSTILE = [
    b"GET http://story.test/" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: story.test\r\n\r\n",
    b"GET http://story.test/\0\0 HTTP/1.1\r\nHost: story.test\r\n\r\n",
    b"GET http://arcade.test\\@story.test/ HTTP/1.1\r\nHost: story.test\r\n\r\n",
    b"GET http://ARCADE.test./ HTTP/1.1\r\nHost: story.test\r\n\r\n",
    b"GET http://story.test/ HTTP/1.1\r\nHost: arcade.test\r\nX: " + b"y" * 70000 + b"\r\n\r\n",
    b"GET http://story.test/ HTTP/1.1\r\nHost: a\r\nHost: b\r\nProxy-Authorization: Basic !!!\r\n\r\n",
    b"CONNECT story.test:443 HTTP/1.1\r\n\r\nSSH-2.0-OpenSSH_9\r\n",
    b"CONNECT [::ffff:127.0.0.1]:25 HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01",
    b"GET  HTTP/1.1\r\n\r\n",
    b"\r\n" * 2000,
    bytes(range(256)) * 64,
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_input_neither_crashes_nor_stalls_the_gateway(town: Town, number: int) -> None:
    squid = town.children("/squid -N")
    with socket.create_connection(("127.0.0.1", town.settings.proxy_port), timeout=10) as channel:
        try:
            channel.sendall(HOSTILE[number])
            channel.shutdown(socket.SHUT_WR)
            while channel.recv(65536):
                pass
        except (ConnectionError, TimeoutError):
            pass
    assert town.get(town.http("story.test")).status == 200
    assert town.children("/squid -N") == squid, "the same Squid goes on"


def test_a_name_written_in_another_way_is_still_blocked(town: Town) -> None:
    before = town.seen_at("arcade.test")
    for host in ("ARCADE.test", "arcade.test.", "%61rcade.test", "ａｒｃａｄｅ.test"):
        reply = town.get(f"http://{host}:{town.plain_port}/", options=("-g",))
        assert reply.status != 200, host
    assert town.seen_at("arcade.test") == before
    assert town.get(town.http("arcade.test"), MAYA).status == 200
