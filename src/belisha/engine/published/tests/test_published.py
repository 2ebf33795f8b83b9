"""What is in force: published whole or not at all, followed at once, and kept when something newer is broken."""

from __future__ import annotations

import hashlib
import os
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.engine.policy import load
from belisha.engine.published import (
    NothingPublishedError,
    Published,
    index_path,
    lists_folder,
    open_in_force,
    policy_path,
    publish_lists,
    publish_policy,
    read_pointer,
    write_atomically,
)
from belisha.engine.snapshot import SnapshotError, build
from in_force import games, put_lists, small_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish_policy(tmp_path, small_policy())
    put_lists(tmp_path, "arcade.test")
    return tmp_path


def federation(published: Published) -> str:
    return published.now().rulebook.policy.federation.name


def test_nothing_published_is_said_and_which(tmp_path: Path) -> None:
    assert read_pointer(tmp_path).policy == ""
    with pytest.raises(NothingPublishedError, match="policy"):
        Published(tmp_path)
    publish_policy(tmp_path, small_policy())
    with pytest.raises(NothingPublishedError, match="lists"):
        Published(tmp_path)


def test_a_policy_is_named_by_its_content_and_can_be_read_back(home: Path) -> None:
    digest = publish_policy(home, small_policy("There"))
    content = policy_path(home, digest).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    assert load(content) == small_policy("There")
    assert publish_policy(home, small_policy("There")) == digest
    assert read_pointer(home).policy == digest


def test_policy_and_lists_are_published_apart_and_count_together(home: Path) -> None:
    before = read_pointer(home)
    publish_policy(home, small_policy("There"))
    assert read_pointer(home).lists == before.lists
    lists = put_lists(home, "other.test")
    assert read_pointer(home).lists == lists
    in_force = open_in_force(home)
    assert in_force.rulebook.policy.federation.name == "There"
    assert in_force.index.look_up("other.test") is not None


def test_a_reader_follows_and_keeps_the_same_object_while_nothing_changes(home: Path) -> None:
    published = Published(home)
    first = published.now()
    assert published.now() is first
    publish_policy(home, small_policy("There"))
    assert federation(published) == "There"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"policy": 5}', bytes(100), b"\xff\xfe"])
def test_a_damaged_pointer_changes_nothing_for_a_reader_old_or_new(home: Path, content: bytes) -> None:
    published = Published(home)
    (home / "published" / "current.json").write_bytes(content)
    assert federation(published) == "Here"
    assert "pointer" in published.fault
    late = Published(home)
    assert federation(late) == "Here"
    assert late.fault
    with pytest.raises(NothingPublishedError):
        open_in_force(home)


@pytest.mark.parametrize("name", ["policy", "lists"])
def test_a_pointer_at_what_is_not_there_changes_nothing(home: Path, name: str) -> None:
    published = Published(home)
    pointer = home / "published" / "current.json"
    pointer.write_bytes(pointer.read_bytes().replace(f'"{name}":"'.encode(), f'"{name}":"0'.encode()))
    assert federation(published) == "Here"
    assert "cannot be opened" in published.fault


def test_a_damaged_policy_is_not_taken_and_the_next_good_one_is(home: Path) -> None:
    published = Published(home)
    digest = publish_policy(home, small_policy("Bad"))
    policy_path(home, digest).write_bytes(b'{"version": 1}')
    assert federation(published) == "Here"
    assert published.fault
    publish_policy(home, small_policy("Good"))
    assert federation(published) == "Good"
    assert published.fault == ""


def test_publishing_mends_a_damaged_pointer_and_loses_nothing(home: Path) -> None:
    before = read_pointer(home)
    (home / "published" / "current.json").write_bytes(b"{")
    digest = publish_policy(home, small_policy("There"))
    assert (read_pointer(home).policy, read_pointer(home).lists) == (digest, before.lists)


def test_lists_that_do_not_open_are_not_published(home: Path) -> None:
    before = read_pointer(home)
    with pytest.raises(SnapshotError):
        publish_lists(home, "0" * 64)
    damaged = build([games("b.test")], lists_folder(home))
    index = index_path(home, damaged.digest)
    index.write_bytes(index.read_bytes()[:-10])
    with pytest.raises(SnapshotError):
        publish_lists(home, damaged.digest)
    assert read_pointer(home) == before


@given(st.binary(max_size=3000), st.binary(max_size=3000))
@settings(max_examples=25)
def test_a_file_is_the_old_or_the_new_and_leaves_no_draft(
    tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes
) -> None:
    target = tmp_path_factory.mktemp("folder") / "below" / "file"
    for content in (old, new):
        write_atomically(target, content)
        assert target.read_bytes() == content
    assert [each.name for each in target.parent.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(tmp_path / "file", b"old")

    def full(_: int) -> None:
        message = "No space left on device"
        raise OSError(28, message)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def while_it_goes_on(deed: Callable[[], None], others: list[Callable[[], None]]) -> list[Exception]:
    """Do the deed; until it is done, the others go round in threads of their own. Returns what went wrong in those."""
    done, wrong = threading.Event(), []

    def round_and_round(other: Callable[[], None]) -> None:
        try:
            while not done.is_set():
                other()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test asks about
            wrong.append(error)

    threads = [threading.Thread(target=round_and_round, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    try:
        deed()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    return wrong


def test_readers_see_a_whole_pair_at_every_instant_of_many_publications(home: Path) -> None:
    policies = [small_policy(name) for name in ("One", "Two")]
    published = Published(home)

    def follow() -> None:
        assert published.now().rulebook.policy.federation.name in {"Here", "One", "Two"}
        assert published.fault == ""

    def start_anew() -> None:
        assert Published(home).fault == ""

    def publish() -> None:
        for number in range(60):
            publish_policy(home, policies[number % 2])

    assert while_it_goes_on(publish, [follow, start_anew]) == []
    assert federation(published) == "Two"


def test_a_policy_and_lists_published_at_the_same_time_do_not_undo_each_other(home: Path) -> None:
    digests = [put_lists(home, host) for host in ("one.test", "two.test")]
    policies = [small_policy(name) for name in ("One", "Two")]

    def lists() -> None:
        for digest in digests:
            publish_lists(home, digest)
            assert read_pointer(home).lists == digest

    def publish() -> None:
        for number in range(60):
            digest = publish_policy(home, policies[number % 2])
            assert read_pointer(home).policy == digest

    assert while_it_goes_on(publish, [lists]) == []
