"""Whatever a console does, or somebody in its place: only what is whole and signed counts, else the last good stays."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha.engine.published import (
    NothingPublishedError,
    Published,
    lists_folder,
    policy_path,
    publish_policy,
    read_pointer,
)
from belisha.engine.published.signed import ForgedError, Piece, seal
from belisha.gateway.following import client as client_module
from belisha.gateway.following.client import ConsoleError, ShutOutError
from belisha.gateway.following.link import read_progress
from belisha.gateway.following.pulling import Puller
from in_force import small_policy

from .conftest import drip

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Console

TROUBLE = (ConsoleError, ForgedError, NothingPublishedError, OSError)


def in_force(home: Path) -> str:
    """The name of the policy that helpers would go by."""
    return Published(home).now().rulebook.policy.federation.name


def games(home: Path, host: str) -> bool:
    return Published(home).now().index.look_up(host) is not None


def stays(puller: Puller, home: Path, *, name: str = "Here") -> str:
    """A round goes wrong and what was in force stays; the reason."""
    with pytest.raises(TROUBLE) as raised:
        puller.round(wait=True)
    assert in_force(home) == name
    assert games(home, "arcade.test")
    return str(raised.value)


@pytest.fixture
def following(puller: Puller, home: Path) -> Puller:
    """A puller that has what is in force."""
    assert puller.round(wait=True)
    assert in_force(home) == "Here"
    return puller


def test_a_gateway_takes_over_policy_lists_and_passwords(following: Puller, home: Path, console: Console) -> None:
    pointer = read_pointer(home)
    assert console.told
    assert pointer.policy == console.told.policy.name
    assert pointer.cut_from == console.told.whole
    assert games(home, "arcade.test")
    assert (home / "passwords").read_text() == "ava:hash\n"
    assert (home / "passwords").stat().st_mode & 0o077 == 0
    assert (home / "following" / "link.json").stat().st_mode & 0o077 == 0


def test_what_is_known_already_is_not_fetched_again(following: Puller, console: Console) -> None:
    console.asked.clear()
    assert not following.round()
    assert console.asked == ["/gateways/pointer"]


def test_a_new_policy_is_in_force_after_one_round_and_the_index_is_not_fetched_again(
    following: Puller, home: Path, console: Console
) -> None:
    console.asked.clear()
    console.publish("There")
    assert following.round()
    assert in_force(home) == "There"
    assert not any("lists" in asked for asked in console.asked)


def test_new_passwords_count_and_an_account_that_was_closed_is_gone(
    following: Puller, home: Path, console: Console
) -> None:
    console.publish("Here", passwords=b"")
    assert following.round()
    assert (home / "passwords").read_text() == ""


def test_what_somebody_published_on_the_gateway_itself_gives_way(following: Puller, home: Path) -> None:
    publish_policy(home, small_policy("Mine"))
    assert following.round()
    assert in_force(home) == "Here"


def test_a_console_that_is_down_changes_nothing(following: Puller, home: Path, console: Console) -> None:
    following.client.close()
    console.spoil = lambda _console, handler: bool(handler.connection.close()) or True
    assert "answer" in stays(following, home)


def test_a_console_that_is_slow_is_not_waited_for(
    following: Puller, home: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LONGEST", 0.5)
    console.spoil = lambda _console, handler: drip(handler, 3) is None
    begun = time.monotonic()
    assert "slowly" in stays(following, home)
    assert time.monotonic() - begun < 2.5


def test_a_console_that_never_answers_is_not_waited_for(following: Puller, home: Path, console: Console) -> None:
    console.spoil = lambda _console, _handler: time.sleep(2.5) is None
    assert "in time" in stays(following, home)


def test_half_a_file_is_not_used_and_gone_on_with_where_it_broke_off(
    following: Puller, home: Path, console: Console
) -> None:
    console.publish("There", "arcade.test", "maze.test")

    def half(here: Console, handler: Any) -> bool:
        content = here.files.get(handler.path)
        if content is None or "lists" not in handler.path:
            return False
        handler.answer(200, content[: len(content) // 2], claims=len(content))
        handler.close_connection = True
        return True

    console.spoil = half
    with pytest.raises(ConsoleError, match="before the answer was whole"):
        following.round(wait=True)
    assert not games(home, "maze.test")
    assert in_force(home) == "There"  # the policy does not wait for the lists
    console.spoil, console.asked = None, []
    assert following.round(wait=True)
    assert games(home, "maze.test")
    assert any("lists" in asked and "bytes=" in asked for asked in console.asked)


@pytest.mark.parametrize("kind", ["policy", "lists", "passwords"])
def test_another_file_under_the_right_name_is_thrown_away(
    following: Puller, home: Path, console: Console, kind: str
) -> None:
    console.publish("There", "arcade.test", "maze.test", passwords=b"ava:other\n")
    assert console.told
    wanted = console.told.pieces[kind]
    console.files[f"/gateways/{kind}/{wanted.name}"] = b"x" * wanted.size
    with pytest.raises(ConsoleError, match="another file"):
        following.round(wait=True)
    assert games(home, "arcade.test")
    assert not games(home, "maze.test")
    assert not list(home.rglob(f"*{wanted.name}*.part"))


def test_a_file_larger_than_told_is_broken_off(following: Puller, home: Path, console: Console) -> None:
    console.publish("There")
    assert console.told
    console.files[f"/gateways/policy/{console.told.policy.name}"] += b" " * 5_000_000
    assert "larger" in stays(following, home)


def test_a_pointer_larger_than_any_is_broken_off(following: Puller, home: Path, console: Console) -> None:
    console.pointer = b"x" * 1_000_000
    assert "larger" in stays(following, home)


def test_a_pointer_signed_by_another_key_is_refused(following: Puller, home: Path, console: Console) -> None:
    console.signs_with = Ed25519PrivateKey.generate()
    console.publish("Theirs")
    assert "not signed by the key" in stays(following, home)


def test_a_changed_letter_breaks_the_signature(following: Puller, home: Path, console: Console) -> None:
    console.publish("There")
    at = len(console.pointer) // 2
    console.pointer = console.pointer[:at] + bytes([console.pointer[at] ^ 1]) + console.pointer[at + 1 :]
    stays(following, home)


@pytest.mark.parametrize("sent", [b"", b"[]", b"{}", b"<html>Sign in to the hotel</html>", b'{"told": 1}'])
def test_what_is_no_pointer_is_refused(following: Puller, home: Path, console: Console, sent: bytes) -> None:
    console.pointer = sent
    stays(following, home)


def test_an_old_pointer_is_not_gone_by_again(following: Puller, home: Path, console: Console) -> None:
    old = console.pointer
    console.publish("There")
    following.round()
    console.pointer = old
    assert "older" in stays(following, home, name="There")


def test_an_old_pointer_is_refused_after_a_restart_as_well(following: Puller, home: Path, console: Console) -> None:
    old = console.pointer
    console.publish("There")
    following.round()
    console.pointer = old
    again = Puller(home, following.link, following.client)
    assert "older" in stays(again, home, name="There")


def test_two_pointers_of_one_number_are_not_both_believed(following: Puller, home: Path, console: Console) -> None:
    console.publish("There", serial=console.serial)
    assert "older" in stays(following, home)


def test_a_pointer_for_another_gateway_is_refused(following: Puller, home: Path, console: Console) -> None:
    console.gateway = "8"
    console.publish("Theirs")
    assert "another gateway" in stays(following, home)


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a/b", "", "A" * 64, "g" * 64, "0" * 63])
def test_a_name_that_leads_elsewhere_is_no_name(following: Puller, home: Path, console: Console, name: str) -> None:
    assert console.told
    bad = Piece(sha256=console.told.policy.sha256, size=1, name=name)
    told = type(console.told)(**{field: getattr(console.told, field) for field in console.told.__struct_fields__} | {
        "policy": bad, "serial": 99,
    })  # fmt: skip
    console.pointer = seal(told, console.key)
    assert "cannot be read" in stays(following, home)


def test_a_gateway_that_was_taken_out_is_told_so_and_goes_on_filtering(
    following: Puller, home: Path, console: Console
) -> None:
    def shut(_console: Console, handler: Any) -> bool:
        handler.answer(401, b'{"error": "No gateway of this console has this token."}')
        return True

    console.spoil = shut
    with pytest.raises(ShutOutError, match="No gateway"):
        following.round()
    assert in_force(home) == "Here"


def test_a_console_that_sends_one_elsewhere_is_not_followed(following: Puller, home: Path, console: Console) -> None:
    def elsewhere(_console: Console, handler: Any) -> bool:
        handler.send_response(302)
        handler.send_header("Location", "http://127.0.0.1:1/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    console.spoil = elsewhere
    assert "302" in stays(following, home)


def test_a_full_disk_leaves_what_was_good_and_no_rubbish(
    following: Puller, home: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.publish("There", "arcade.test", "maze.test")
    before = sorted(path.name for path in home.rglob("*") if path.is_file())

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(following.client, "_copy", full)
    assert "No space" in stays(following, home)
    assert sorted(path.name for path in home.rglob("*") if path.is_file()) == before
    monkeypatch.undo()
    assert following.round(wait=True)
    assert in_force(home) == "There"


def test_a_policy_that_cannot_be_opened_is_not_put_in_force(following: Puller, home: Path, console: Console) -> None:
    console.publish("There")
    assert console.told
    newer = b'{"version": 2, "of": "a Belisha to come"}'
    digest = hashlib.sha256(newer).hexdigest()
    console.files[f"/gateways/policy/{digest}"] = newer
    told = console.told
    console.pointer = seal(
        type(told)(
            gateway=told.gateway,
            serial=told.serial + 1,
            at=told.at,
            whole=told.whole,
            policy=Piece(sha256=digest, size=len(newer), name=digest),
            lists=told.lists,
            passwords=told.passwords,
        ),
        console.key,
    )
    assert "cannot be opened" in stays(following, home)


def test_an_index_that_cannot_be_opened_does_not_hold_up_the_policy(
    following: Puller, home: Path, console: Console
) -> None:
    console.publish("There")
    told, content = console.told, b"an index of a Belisha to come"
    assert told
    digest = hashlib.sha256(content).hexdigest()
    console.files[f"/gateways/lists/{digest}"] = content
    lists = Piece(sha256=digest, size=len(content), name=digest)
    changed = type(told)(
        gateway=told.gateway, serial=told.serial + 1, at=told.at, whole=told.whole, policy=told.policy, lists=lists,
        passwords=told.passwords,
    )  # fmt: skip
    console.pointer = seal(changed, console.key)
    stays(following, home, name="There")


def test_old_indexes_and_policies_do_not_pile_up(following: Puller, home: Path, console: Console) -> None:
    for number in range(8):
        console.publish(f"Number {number}", "arcade.test", f"maze{number}.test")
        following.round(wait=True)
    assert len(list(lists_folder(home).glob("*.index"))) == 2
    assert len(list(policy_path(home, "x").parent.glob("*.json"))) <= 4


def test_how_far_it_came_is_not_readable_by_others(following: Puller, home: Path) -> None:
    assert read_progress(home).serial == 1
    assert (home / "following").stat().st_mode & 0o077 == 0
