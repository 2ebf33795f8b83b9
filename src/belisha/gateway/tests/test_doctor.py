"""Each self-check says well when it is, and what to do when it is not."""

from __future__ import annotations

import os
import shutil
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from belisha.activity.findings.files import watching
from belisha.engine.lists.entries import Entry
from belisha.engine.published import Pointer, lists_folder, publish_lists, publish_policy, read_pointer
from belisha.engine.published.preparing import keep_in_console, read_checked_policy
from belisha.engine.snapshot import NamedList, build
from belisha.gateway import doctor
from belisha.gateway.authority import make_authority
from belisha.gateway.doctor import State, examine, examine_without_gateway
from belisha.gateway.journal import new_segment
from belisha.gateway.squid import conf
from in_force import policy_text

if TYPE_CHECKING:
    from belisha.gateway.doctor import Check
    from belisha.gateway.settings import Settings

TEXT = policy_text()


def checks(settings: Settings, question: str) -> dict[str, Check]:
    return {check.name: check for check in doctor.CHECKS[question](settings)}


@pytest.fixture
def published(settings: Settings) -> Settings:
    publish_policy(settings.home, read_checked_policy(TEXT))
    entries = [NamedList("a/games", "1", ("games",), False, [Entry("arcade.test", "")])]
    publish_lists(settings.home, build(entries, lists_folder(settings.home)).digest)
    return settings


@pytest.mark.usefixtures("socket_enabled")
def test_an_empty_home_is_examined_to_the_end_and_found_wrong(settings: Settings) -> None:
    found = list(examine(settings))
    assert len({check.name for check in found}) >= len(doctor.CHECKS)
    wrong = {check.name for check in found if check.state is State.WRONG}
    assert {"policy", "certificate", "helper", "proxy", "portal"} <= wrong
    assert all(check.hint for check in found if check.state is State.WRONG)


def test_a_check_that_fails_itself_is_wrong_and_stops_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Settings) -> None:
        message = "unforeseen"
        raise ValueError(message)

    monkeypatch.setattr(doctor, "CHECKS", {"first": fails, "user": doctor.CHECKS["user"]})
    first, second = examine(settings)
    assert (first.name, first.state, first.found) == ("first", State.WRONG, "unforeseen")
    assert second.name == "user"


def test_without_a_gateway_what_is_published_for_others_is_looked_at_and_nothing_else(published: Settings) -> None:
    found = [check.name for check in examine_without_gateway(published)]
    assert found[0] == "gateway"
    assert {"policy", "lists", "clock"} < set(found)
    assert {"squid", "helper", "proxy", "portal", "findings", "certificate"}.isdisjoint(found)


def test_without_a_gateway_and_before_anything_is_published_nothing_is_wrong(settings: Settings) -> None:
    found = {check.name: check.state for check in examine_without_gateway(settings)}
    assert found == {"gateway": State.LOOK, "policy": State.LOOK}


def test_where_the_console_keeps_the_policy_its_file_is_not_looked_at(published: Settings) -> None:
    (published.home / "policy.yaml").write_text("no policy at all")
    keep_in_console(published.home)
    found = checks(published, "policy")["policy.yaml"]
    assert (found.state, found.hint) == (State.WELL, "")


def test_what_is_published_is_well_and_a_draft_that_differs_is_told(published: Settings) -> None:
    source = published.home / "policy.yaml"
    assert checks(published, "policy")["policy.yaml"].state is State.LOOK
    source.write_text(TEXT)
    found = checks(published, "policy")
    assert found["policy"].state is found["policy.yaml"].state is found["lists"].state is State.WELL
    assert found["policy.yaml"].found == "is what is in force"
    source.write_text(TEXT.replace("block: [games]", "block: [games, news]"))
    found = checks(published, "policy")
    assert found["policy.yaml"].state is State.LOOK
    assert "publish" in found["policy.yaml"].hint


def test_a_blocked_category_without_an_entry_is_told(published: Settings) -> None:
    text = TEXT.replace("block: [games]", "block: [games, gambling]")
    publish_policy(published.home, read_checked_policy(text))
    found = checks(published, "policy")
    assert found["category gambling"].state is State.LOOK
    assert "category games" not in found


def test_lists_that_grow_old_are_told(published: Settings) -> None:
    old = (datetime.now(UTC) - timedelta(days=9)).timestamp()
    for index in lists_folder(published.home).iterdir():
        os.utime(index, (old, old))
    assert checks(published, "policy")["lists"].state is State.LOOK


def test_absent_locked_lists_are_wrong(settings: Settings) -> None:
    found = checks(settings, "locked lists")
    assert found
    assert all(check.state is State.WRONG and check.hint for check in found.values())


def test_a_key_that_others_can_read_is_wrong(settings: Settings) -> None:
    make_authority(settings.authority_file, settings.authority_key_file, "School")
    assert {check.state for check in checks(settings, "certificate").values()} == {State.WELL}
    settings.authority_key_file.chmod(0o640)
    assert checks(settings, "certificate")["certificate's key"].state is State.WRONG


def test_a_certificate_that_ends_soon_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    make_authority(settings.authority_file, settings.authority_key_file, "School")
    monkeypatch.setattr(doctor, "days_left", lambda *_: 89)
    assert checks(settings, "certificate")["certificate"].state is State.WRONG


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("echo '1 OK do=allow ev=x p=/'", State.WELL),
        ("echo '1 OK do=trouble ev=x message=no'", State.WRONG),
        ("echo '1 BH'", State.WRONG),
        ("exit 1", State.WRONG),
    ],
)
def test_a_helper_is_well_only_when_it_decides(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, text: str, state: State
) -> None:
    monkeypatch.setattr(doctor, "as_service_user", lambda _, command: command)
    program = conf.helper_program(settings)
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    assert checks(settings, "helper")["helper"].state is state


@pytest.mark.usefixtures("socket_enabled")
def test_a_gateway_that_answers_is_running_and_one_for_itself_alone_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "wait_for_answer", lambda *_: True)
    with socket.create_server(("127.0.0.1", 0)) as portal:
        answers = msgspec.structs.replace(settings, portal_port=portal.getsockname()[1])
        assert checks(answers, "running")["portal"].state is State.WELL
    found = checks(answers, "running")
    assert (found["proxy"].state, found["portal"].state) == (State.WELL, State.WRONG)
    assert found["reach"].state is State.LOOK
    monkeypatch.setattr(doctor, "wait_for_answer", lambda *_: False)
    found = checks(msgspec.structs.replace(answers, listen="0.0.0.0"), "running")
    assert found["proxy"].state is State.WRONG
    assert "reach" not in found


@pytest.mark.parametrize(
    ("free_mb", "state"), [(5000, State.WELL), (500, State.LOOK), (65, State.LOOK), (64, State.WRONG)]
)
def test_room_for_records(settings: Settings, monkeypatch: pytest.MonkeyPatch, free_mb: int, state: State) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, free_mb << 20))
    found = checks(settings, "journal")
    assert found["room"].state is state
    assert found["journal"].state is State.LOOK
    new_segment(settings, datetime.now(UTC))
    assert checks(settings, "journal")["journal"].state is State.WELL


def test_a_clock_behind_the_last_publication_is_wrong(published: Settings) -> None:
    assert checks(published, "clock")["clock"].state is State.WELL
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    pointer = read_pointer(published.home)
    file = published.home / "published" / "current.json"
    file.write_bytes(msgspec.json.encode(Pointer(pointer.policy, pointer.lists, later)))
    assert checks(published, "clock")["clock"].state is State.WRONG


def test_running_as_root_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert checks(msgspec.structs.replace(settings, user="root"), "user")["user"].state is State.WRONG
    assert checks(msgspec.structs.replace(settings, user="proxy"), "user")["user"].state is State.WELL


def test_a_watcher_that_is_missing_or_behind_is_told(settings: Settings) -> None:
    assert checks(settings, "findings")["findings"].state is State.WRONG
    settings.journal.mkdir()
    segment = settings.journal / f"{settings.name}-20261116T080000Z.log"
    with watching(settings.home):
        assert checks(settings, "findings")["findings"].state is State.WELL
        begun = datetime.now(UTC).timestamp() - 60
        segment.write_text(f"B1 {begun:.3f} and what belongs to a line\n")
        late = checks(settings, "findings")["findings"]
        assert late.state is State.WRONG
        assert late.found.startswith(("60 seconds behind", "61 seconds behind"))
        assert "watcher.log" in late.hint


def test_passwords_are_well_only_when_the_gateway_can_read_them(settings: Settings) -> None:
    file = settings.home / "passwords"
    assert checks(settings, "passwords")["passwords"].state is State.LOOK
    file.write_text("ava.1:hash\nzoë:hash\n")
    if settings.service_user:
        shutil.chown(file, settings.service_user)
    assert checks(settings, "passwords")["passwords"].found == "2 people can sign in"
    file.write_bytes(b"ava.1:\xff")
    assert checks(settings, "passwords")["passwords"].state is State.WRONG
