"""`belisha address` answers every line, whatever it holds."""

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from belisha.cli import main


def answers(given: bytes, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["address", *options], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_an_address_is_answered_with_its_parts() -> None:
    assert answers(b"HTTPS://Example.com./%2e%2e/a?b#c\n") == [
        {
            "input": "HTTPS://Example.com./%2e%2e/a?b#c",
            "host": "example.com",
            "port": 443,
            "scheme": "https",
            "path": "/a",
        }
    ]


def test_what_has_no_single_reading_is_answered_with_a_reason() -> None:
    assert answers(b"http://a..b/\n") == [
        {"input": "http://a..b/", "refused": "the host name has an empty part between its dots"}
    ]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_json_is_the_default_and_accepted(options: tuple[str, ...]) -> None:
    assert answers(b"example.com\n", *options)[0]["host"] == "example.com"


@pytest.mark.parametrize("given", [b"a.example\r\nb.example\r\n", b"a.example\nb.example", b"a.example\nb.example\n"])
def test_line_ends_may_be_of_any_kind(given: bytes) -> None:
    assert [(row["input"], row["host"]) for row in answers(given)] == [
        ("a.example", "a.example"),
        ("b.example", "b.example"),
    ]


def test_bytes_that_are_no_text_are_refused_and_shown() -> None:
    refused, nul, empty, fine = answers(b"http://\xff\xfe/\nhttp://a\0b/\n\nhttp://c/\n")
    assert refused["refused"] == "it is not valid UTF-8 text"
    assert refused["input"].encode("utf-8", "surrogateescape") == b"http://\xff\xfe/"
    assert nul["refused"] == "there is a NUL byte in it"
    assert empty == {"input": "", "refused": "it is empty"}
    assert fine["host"] == "c"


def test_nothing_in_is_nothing_out() -> None:
    assert answers(b"") == []


def test_a_line_of_a_megabyte_is_one_refusal_and_the_next_line_is_read() -> None:
    long, fine = answers(b"http://a/" + b"x" * 1_000_000 + b"\nexample.com\n")
    assert "longer" in long["refused"]
    assert fine["host"] == "example.com"


def test_many_lines_keep_their_order() -> None:
    found = answers(b"".join(b"host%d.example\n" % number for number in range(20_000)))
    assert [row["host"] for row in found] == [f"host{number}.example" for number in range(20_000)]


def test_a_program_may_ask_line_by_line_and_wait_for_each_answer() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from belisha.cli import main; main()", "address"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for host in ("a.example", "b.example"):
            process.stdin.write(f"{host}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["host"] == host
        process.stdin.close()
        assert process.wait(10) == 0
