"""`belisha policy`, `belisha decide` and `belisha why` on the sample federation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.cli import main
from belisha.engine.lists import Entry
from belisha.engine.policy import dump
from belisha.engine.policy.reading import read_policy
from belisha.engine.published import index_path, lists_folder, publish_lists, publish_policy, read_pointer
from belisha.engine.snapshot import NamedList, build
from belisha.sample import JUNIOR, TEACHER, sample_policy

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LESSON = "2026-09-14T09:30"
POLICY = read_policy(sample_policy())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample policy and a small index in force."""
    folder = tmp_path_factory.mktemp("home")
    lists = [
        NamedList("test/games", "1", ("games",), False, [Entry("games.example", "")]),
        NamedList("test/porn", "2", ("pornography",), False, [Entry("porn.example", ""), Entry("mixed.example", "/x")]),
    ]
    publish_policy(folder, POLICY)
    publish_lists(folder, build(lists, lists_folder(folder)).digest)
    return folder


def run(*arguments: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


# --- policy ---


def test_a_policy_without_faults_is_said_to_have_none(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(sample_policy(), "utf-8")
    result = run("policy", "check", file)
    assert result.exit_code == 0
    assert "no faults" in result.output
    assert "480 people" in result.output
    assert json.loads(run("policy", "check", file, "--json").output)["counts"]["people"] == 480


def broken(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_text(sample_policy().replace("profile: juniors  ", "profile: junior   ", 1), "utf-8")
    return file


def test_a_fault_is_printed_with_file_line_and_place(tmp_path: Path) -> None:
    file = broken(tmp_path)
    line = next(n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if "profile: junior " in text)
    result = run("policy", "check", file)
    assert result.exit_code == 1
    assert f"{file}:{line}: federation.profile: there is no profile “junior”" in result.output
    told = run("policy", "check", file, "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["faults"][0]["line"] == line


def test_a_broken_policy_is_not_published(tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish_policy(home, POLICY)
    before = read_pointer(home)
    assert run("policy", "publish", broken(tmp_path), "--home", home).exit_code == 1
    assert read_pointer(home) == before


def test_publishing_says_what_changed(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "policy.yaml"
    file.write_text(sample_policy(), "utf-8")
    assert "480 added" in run("policy", "publish", file, "--home", home).output
    assert "Nothing has changed." in run("policy", "publish", file, "--home", home).output
    file.write_text(sample_policy().replace("name: Amir Stone", "name: Amir Stone-Lake"), "utf-8")
    changed = json.loads(run("policy", "publish", file, "--home", home, "--json").output)["changes"]
    assert changed["people"] == {"added": 0, "removed": 0, "changed": 1}
    assert changed["rules"] == {"added": 0, "removed": 0, "changed": 0}


def test_show_tells_what_is_in_force(home: Path) -> None:
    assert "fed-1" in run("policy", "show", "--home", home).output
    shown = json.loads(run("policy", "show", "--home", home, "--json").output)
    assert shown["digest"] == read_pointer(home).policy
    assert {rule["id"] for rule in shown["rules"]} >= {"fed-1", "fed-2", "oak-1"}


def test_without_a_policy_show_says_so(tmp_path: Path) -> None:
    result = run("policy", "show", "--home", tmp_path)
    assert result.exit_code == 1
    assert "No policy is in force" in result.output


def test_a_file_of_bytes_that_are_no_text_is_a_fault_and_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"\xff\xfe\x00version: 1\n")
    result = run("policy", "check", file)
    assert result.exit_code == 1
    assert f"{file}:1: file: is not YAML" in result.output


# --- decide ---


@pytest.fixture(scope="module")
def policy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("policy") / "policy.yaml"
    file.write_text(sample_policy(), "utf-8")
    return file


def decided(home: Path, policy_file: Path, given: bytes, at: str = LESSON) -> list[dict[str, Any]]:
    index = index_path(home, read_pointer(home).lists)
    result = run("decide", "--policy", policy_file, "--index", index, "--at", at, given=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_each_line_is_answered_with_a_verdict(home: Path, policy_file: Path) -> None:
    asked = {"url": "https://www.games.example/x", "user": JUNIOR.sign_in, "address": "10.20.1.1"}
    [answer] = decided(home, policy_file, json.dumps(asked).encode() + b"\n")
    reason = answer.pop("reason")
    assert answer == {"verdict": "block", "category": "games", "rule": None, "list": "test/games", "profile": "juniors"}
    assert "blocked for Year 4" in reason[-1]


def test_a_published_policy_gives_the_same_answers(home: Path, policy_file: Path, tmp_path: Path) -> None:
    published = tmp_path / "policy.json"
    published.write_bytes(dump(POLICY))
    given = b'{"url": "https://porn.example/"}\n{"url": "https://bbc.co.uk/bitesize/ks1", "user": "poppy.lane"}\n'
    answers = decided(home, policy_file, given)
    assert decided(home, published, given) == answers
    assert [(answer["verdict"], answer["rule"]) for answer in answers] == [("block", None), ("allow", "fed-2")]


def test_a_bad_line_is_answered_and_the_next_one_too(home: Path, policy_file: Path) -> None:
    lines = [
        b"",
        b"nonsense",
        b"[]",
        b'{"user": "x"}',
        b'{"url": 7}',
        b"\xff\xfe",
        b'{"url": "\\ud800"}',
        b'{"url": "a.example"}',
    ]
    answers = decided(home, policy_file, b"\n".join(lines))
    assert len(answers) == len(lines)
    assert ["error" in answer for answer in answers] == [True] * 7 + [False]


def test_fields_may_be_absent_null_or_more_than_asked_for(home: Path, policy_file: Path) -> None:
    lines = [
        b'{"url": "a.example"}',
        b'{"url": "a.example", "user": null, "address": null, "device": null}',
        b'{"url": "a.example", "user": "", "address": "", "extra": [1]}',
    ]
    answers = decided(home, policy_file, b"\n".join(lines))
    assert {answer["profile"] for answer in answers} == {"strictest"}
    assert {answer["verdict"] for answer in answers} == {"block"}


def test_the_moment_counts(home: Path, policy_file: Path) -> None:
    line = json.dumps({"url": "https://bbc.co.uk/bitesize", "user": TEACHER.sign_in}).encode()
    before, after = (decided(home, policy_file, line, at)[0] for at in ("2027-07-21T23:59", "2027-07-22T00:00"))
    assert before["rule"] == "fed-2"
    assert after["rule"] is None


@pytest.mark.parametrize("at", ["yesterday", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_moment_that_is_none_is_refused(home: Path, policy_file: Path, at: str) -> None:
    index = index_path(home, read_pointer(home).lists)
    result = run("decide", "--policy", policy_file, "--index", index, "--at", at, given=b"")
    assert result.exit_code == 2
    assert "--at" in result.output


def test_a_broken_policy_or_index_is_told_in_one_line(home: Path, policy_file: Path, tmp_path: Path) -> None:
    index = index_path(home, read_pointer(home).lists)
    result = run("decide", "--policy", broken(tmp_path), "--index", index, given=b"")
    assert result.exit_code == 1
    assert "no profile “junior”" in result.output
    result = run("decide", "--policy", policy_file, "--index", policy_file, given=b"")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given=st.binary(max_size=200))
def test_any_bytes_are_answered_line_by_line(home: Path, policy_file: Path, given: bytes) -> None:
    lines = given.split(b"\n")
    assert len(decided(home, policy_file, given)) == len(lines) - (lines[-1] == b"")


# --- why ---

ASKED = [
    ("https://games.example/", JUNIOR.sign_in, "10.20.1.1"),
    ("https://games.example/", TEACHER.sign_in, None),
    ("https://porn.example/", None, "10.30.4.11"),
    ("https://mixed.example/x/y", "nobody", None),
    ("https://mixed.example/", None, "10.20.200.4"),
    ("https://bbc.co.uk/bitesize/a", JUNIOR.sign_in, None),
    ("https://tiktok.com/", TEACHER.sign_in, None),
    ("http://a b", None, None),
]


@pytest.mark.parametrize(("url", "user", "address"), ASKED)
def test_why_tells_exactly_what_decide_does(
    home: Path, policy_file: Path, url: str, user: str | None, address: str | None
) -> None:
    asked = {"url": url, "user": user, "address": address}
    [answer] = decided(home, policy_file, json.dumps(asked).encode())
    options = [*(("--user", user) if user else ()), *(("--address", address) if address else ())]
    result = run("why", url, *options, "--at", LESSON, "--home", home, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert {name: told[name] for name in answer} == answer
    text = run("why", url, *options, "--at", LESSON, "--home", home).output
    assert all(sentence in text for sentence in answer["reason"])
    assert ("BLOCKED" in text) is (answer["verdict"] == "block")


def test_why_tells_rule_owner_end_and_what_would_change_it(home: Path) -> None:
    text = run("why", "bbc.co.uk/bitesize", "--user", JUNIOR.sign_in, "--at", LESSON, "--home", home).output
    assert "fed-2" in text
    assert "the computing lead of Oakfield" in text
    assert "the end of Wednesday 21 July 2027" in text
    assert "09:30 on Monday 14 September 2026 (lesson)" in text
    assert "to change" in text


def test_why_without_anything_in_force_says_so(tmp_path: Path) -> None:
    result = run("why", "a.example", "--home", tmp_path)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
