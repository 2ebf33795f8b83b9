"""The doors for gateways: each gets its own schools' part, signed, and nothing opens for anybody else."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.filtering.gateways import spooling
from belisha.console.filtering.gateways.actions import CodeRefusedError, add_gateway, join_gateway, take_out
from belisha.console.filtering.gateways.signing import signing_key
from belisha.console.filtering.models import Gateway
from belisha.engine.policy import load
from belisha.engine.published import read_pointer
from belisha.engine.published.signed import open_told, public_key

from .conftest import SYSTEM, Machine, publish

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.asserts import DjangoAssertNumQueries  # type: ignore[attr-defined]
    from time_machine import TimeMachineFixture

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(client: Client, home: Path, oakfield: School, riverside: School) -> Machine:
    return Machine(client, oakfield)


def body(response) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(response.streaming_content) if response.streaming else response.content


def told(machine: Machine):  # type: ignore[no-untyped-def]
    return open_told(machine.ask("pointer").content, public_key(machine.key))


def test_a_gateway_of_one_school_gets_that_schools_people_and_passwords_only(machine: Machine) -> None:
    said = told(machine)
    policy = body(machine.ask(f"policy/{said.policy.name}"))
    assert set(load(policy).schools) == {"oakfield"}
    assert b"Othername" not in policy
    assert body(machine.ask(f"passwords/{said.passwords.name}")) == b"ava:hash-of-ava\n"
    assert hashlib.sha256(policy).hexdigest() == said.policy.sha256


def test_a_gateway_of_two_schools_gets_both(client: Client, home: Path, oakfield: School, riverside: School) -> None:
    machine = Machine(client, oakfield, riverside)
    said = told(machine)
    assert set(load(body(machine.ask(f"policy/{said.policy.name}"))).schools) == {"oakfield", "riverside"}
    assert said.whole == read_pointer(home).policy


def test_what_has_not_changed_is_not_sent_again(machine: Machine) -> None:
    first = machine.ask("pointer")
    again = machine.ask("pointer", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_serial_rises_with_each_publication_and_with_nothing_else(machine: Machine, home: Path) -> None:
    first = told(machine)
    assert told(machine).serial == first.serial
    publish(home, "There")
    assert told(machine).serial > first.serial


def test_a_console_brought_back_from_a_backup_goes_on_with_higher_serials(machine: Machine, home: Path) -> None:
    first = told(machine)
    Gateway.objects.filter(pk=machine.gateway.pk).update(serial=0, told_digest="", pointer="")
    assert told(machine).serial > first.serial


def test_a_clock_that_was_set_back_does_not_bring_serials_down(
    machine: Machine, home: Path, time_machine: TimeMachineFixture
) -> None:
    first = told(machine)
    time_machine.move_to(timezone.now() - timedelta(days=400))
    publish(home, "There")
    assert told(machine).serial > first.serial


def test_being_asked_each_second_costs_two_queries(
    machine: Machine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = machine.ask("pointer").headers["ETag"]
    with django_assert_num_queries(2):
        machine.ask("pointer", **{"If-None-Match": version})


@pytest.mark.parametrize(
    "path",
    [
        "policy/..%2f..%2fconsole%2fsecret-key",
        "policy/" + "0" * 64,
        "lists/..",
        "secrets/" + "0" * 64,
        "policy/%00",
    ],
)
def test_no_name_opens_another_file(machine: Machine, path: str) -> None:
    machine.ask("pointer")
    assert machine.ask(path).status_code == 404


def test_a_gateway_does_not_get_what_another_was_told(
    client: Client, machine: Machine, oakfield: School, riverside: School
) -> None:
    other = Machine(client, riverside, name="Riverside")
    theirs = told(other)
    told(machine)
    assert machine.ask(f"policy/{theirs.policy.name}").status_code == 404
    assert machine.ask(f"passwords/{theirs.passwords.name}").status_code == 404


def test_a_file_is_gone_on_with_from_where_it_broke_off(machine: Machine) -> None:
    piece = told(machine).lists
    whole = body(machine.ask(f"lists/{piece.name}"))
    assert hashlib.sha256(whole).hexdigest() == piece.sha256
    rest = machine.ask(f"lists/{piece.name}", Range="bytes=100-")
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 100-{piece.size - 1}/{piece.size}"
    assert body(rest) == whole[100:]


@pytest.mark.parametrize("asked", ["bytes=-5", "bytes=9999999999999999-", "bytes=1-2,5-6", "lines=1-", "bytes=x-"])
def test_a_range_that_makes_no_sense_gets_the_whole_file(machine: Machine, asked: str) -> None:
    piece = told(machine).lists
    response = machine.ask(f"lists/{piece.name}", Range=asked)
    assert (response.status_code, len(body(response))) == (200, piece.size)


def test_a_token_opens_nothing_once_the_gateway_is_taken_out(machine: Machine, oakfield: School) -> None:
    name = told(machine).policy.name
    take_out(by=SYSTEM, gateway=machine.gateway, school=oakfield, reason="stolen")
    assert [machine.ask(path).status_code for path in ("pointer", f"policy/{name}")] == [401, 401]
    assert machine.tell(b"{}").status_code == 401


def test_a_token_that_goes_over_an_open_line_is_refused(machine: Machine) -> None:
    header = {"Authorization": f"Bearer {machine.token}"}
    answer = machine.client.get("/gateways/pointer", headers=header, REMOTE_ADDR="192.0.2.9")
    assert answer.status_code == 403
    assert b"policy" not in answer.content


def test_only_the_hash_of_a_token_is_kept(machine: Machine) -> None:
    row = Gateway.objects.values().get(pk=machine.gateway.pk)
    assert machine.token not in json.dumps(row, default=str)
    assert machine.code not in json.dumps(row, default=str)


def test_a_code_is_good_once(machine: Machine) -> None:
    with pytest.raises(CodeRefusedError):
        join_gateway(address="", code=machine.code, machine="another", version="")


def test_a_code_is_over_after_an_hour(home: Path, oakfield: School, time_machine: TimeMachineFixture) -> None:
    _made, code = add_gateway(by=SYSTEM, school=oakfield, name="Late")
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    with pytest.raises(CodeRefusedError):
        join_gateway(address="", code=code, machine="", version="")


def test_a_code_is_read_however_it_was_typed(client: Client, home: Path, oakfield: School) -> None:
    _made, code = add_gateway(by=SYSTEM, school=oakfield, name="Typed")
    said = {"code": code.lower().replace("-", " "), "machine": "gw", "version": "1"}
    answer = client.post("/gateways/join", said, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["schools"] == ["Oakfield"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"{", b'{"code": 5}', b'{"code": ""}', b'{"code": "' + b"A" * 60_000 + b'"}']
)
def test_what_is_no_code_opens_nothing(client: Client, home: Path, oakfield: School, sent: bytes) -> None:
    add_gateway(by=SYSTEM, school=oakfield, name="Waits")
    assert client.post("/gateways/join", sent, content_type="application/json").status_code == 401


def test_a_report_is_kept(machine: Machine) -> None:
    said = told(machine)
    report = {
        "serial": said.serial, "policy": said.policy.name, "lists": said.lists.name, "version": "0.1.0",
        "since": timezone.now().isoformat(), "requests": 12, "free_mb": 900, "fault": "",
        "checks": [{"name": "squid", "state": "well", "found": "answers"}],
    }  # fmt: skip
    assert machine.tell(json.dumps(report).encode()).status_code == 200
    row = Gateway.objects.get(pk=machine.gateway.pk)
    assert (row.up_to_date, row.requests, row.version, row.checks[0]["name"]) == (True, 12, "0.1.0", "squid")


def test_who_runs_something_else_is_not_up_to_date(machine: Machine, home: Path) -> None:
    said = told(machine)
    publish(home, "There")
    told(machine)
    report = {"serial": said.serial, "policy": said.policy.name, "lists": said.lists.name}
    machine.tell(json.dumps(report).encode())
    assert not Gateway.objects.get(pk=machine.gateway.pk).up_to_date


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b'{"serial": -1}',
        b'{"serial": "9"}',
        b'{"requests": 1e99}',
        b'{"fault": "' + b"x" * 400 + b'"}',
        b'{"checks": [' + b"{}," * 100 + b"{}]}",
        b"x" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_report_is_refused(machine: Machine, sent: bytes) -> None:
    assert machine.tell(sent).status_code == 400
    assert Gateway.objects.get(pk=machine.gateway.pk).seen_at is None


def test_times_of_a_clock_that_runs_ahead_are_not_believed(machine: Machine) -> None:
    machine.tell(json.dumps({"since": "2099-01-01T00:00:00+00:00"}).encode())
    assert Gateway.objects.get(pk=machine.gateway.pk).runs_since is None


def test_where_nothing_is_in_force_a_gateway_is_told_so(client: Client, home: Path, oakfield: School) -> None:
    machine = Machine(client, oakfield)
    (home / "published" / "current.json").unlink()
    answer = machine.ask("pointer")
    assert answer.status_code == 503
    assert "nothing" in answer.json()["error"].lower()


def test_the_key_is_made_once_and_readable_by_its_owner_alone(home: Path) -> None:
    first = signing_key()
    assert signing_key() is first
    file = home / "console" / "signing-key.pem"
    assert file.stat().st_mode & 0o077 == 0


def test_files_cut_for_gateways_are_readable_by_their_owner_alone(machine: Machine, home: Path) -> None:
    told(machine)
    files = [
        path for path in (home / "console" / "gateways").iterdir() if path.name.startswith(("policy", "passwords"))
    ]
    assert files
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_answers_and_a_schools_own_rules_of_welfare_go_with_it_and_no_other_schools(
    machine: Machine, home: Path
) -> None:
    for name in ("answers/asks.json", "themes/oakfield/themes.yaml", "themes/riverside/themes.yaml"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"of {name}")
    piece = told(machine).extras
    assert piece
    assert json.loads(body(machine.ask(f"extras/{piece.name}"))) == {
        "answers/asks.json": "of answers/asks.json",
        "themes/oakfield/themes.yaml": "of themes/oakfield/themes.yaml",
    }


def test_what_people_wrote_at_a_gateway_comes_into_the_spool(machine: Machine, home: Path) -> None:
    def send(kind: str, said: object) -> int:
        header = {"Authorization": f"Bearer {machine.token}"}
        return machine.client.post(
            f"/gateways/spool/{kind}", json.dumps(said), content_type="application/json", headers=header
        ).status_code

    assert (
        send("asks", {"lines": ['{"id": "A-222222", "schools": ["riverside"]}', "no object", "[1]", '{"a":\n1}', 7]})
        == 200
    )
    assert (home / "spool" / "asks.jsonl").read_text() == '{"id": "A-222222", "schools": ["oakfield"]}\n'
    assert send("passwords", {"lines": []}) == 400
    assert send("asks", {"lines": "x"}) == 400
    assert send("asks", ["x" * 100_000]) == 400


def finding(name: str = "f1", school: str = "oakfield", **more: object) -> str:
    return json.dumps({"finding": name, "school": school, "level": "danger", "terms": ["how to"]} | more)


def hand_on(machine: Machine, *lines: object) -> tuple[int, int]:
    """Findings that a gateway sends; the answer, and how many were taken."""
    header = {"Authorization": f"Bearer {machine.token}"}
    answer = machine.client.post(
        "/gateways/spool/findings", json.dumps({"lines": lines}), content_type="application/json", headers=header
    )
    return answer.status_code, answer.json().get("taken", 0)


def test_danger_found_at_a_gateway_comes_into_the_consoles_spool(machine: Machine, home: Path) -> None:
    assert hand_on(machine, finding()) == (200, 1)
    kept = home / "spool" / "findings" / "f1.json"
    assert json.loads(kept.read_text())["terms"] == ["how to"]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert hand_on(machine, finding(terms=["how to", "and more"])) == (200, 1)
    assert json.loads(kept.read_text())["terms"] == ["how to", "and more"]


def test_a_gateway_hands_on_nothing_of_a_school_that_is_not_its_own(
    machine: Machine, home: Path, riverside: School
) -> None:
    assert hand_on(machine, finding(school=riverside.code)) == (200, 0)
    assert not (home / "spool" / "findings").exists()


@pytest.mark.parametrize(
    "line",
    [
        finding("../../passwords"),
        finding(".hidden"),
        finding("x" * 200),
        finding(level="caution"),
        finding(school=7),  # type: ignore[arg-type]  # what a broken machine may send
        finding(terms="x" * 40_000),
        "[]",
        "no finding",
    ],
)
def test_what_is_no_finding_of_danger_is_left_out(machine: Machine, home: Path, line: str) -> None:
    assert hand_on(machine, line) == (200, 0)
    assert not (home / "spool").exists()


def test_a_machine_gone_wrong_does_not_fill_the_disk(
    machine: Machine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "MOST_WAITING", 2)
    assert hand_on(machine, finding("a"), finding("b")) == (200, 2)
    assert hand_on(machine, finding("c"))[0] == 503
    assert hand_on(machine, finding("a")) == (200, 1)
