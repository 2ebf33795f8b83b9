"""Lines of old logs, in the forms that proxies write."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.imports.formats import (
    CACHES,
    NUMBER,
    SHORT,
    Format,
    OldLine,
    guess_format,
    read_common,
    read_native,
)

NATIVE = "1579776202.123     25 127.0.0.1 TCP_MISS/200 509 GET http://Example.com./a?b amy%20ng NONE/- Text/Plain;x"
COMMON = '10.1.0.7 - amy [22/Nov/2025:10:05:06 +0100] "GET http://example.com/a HTTP/1.1" 200 509 TCP_MISS:HIER_DIRECT'
COMBINED = (
    '10.1.0.7 - - [22/Nov/2025:10:05:06 +0000] "CONNECT example.com:443 HTTP/1.1" 200 - '
    '"http://from.example/a b" "Mozilla \\"5\\" (X11)" TCP_TUNNEL:HIER_DIRECT'
)


def test_a_line_of_squids_own_format_is_read() -> None:
    assert read_native(NATIVE) == OldLine(
        1579776202123, 25, "127.0.0.1", "TCP_MISS", 200, 509, "GET", "http://Example.com./a?b", "amy ng", "text/plain"
    )


def test_a_line_in_common_format_is_read_with_its_time_zone() -> None:
    ended = int(datetime(2025, 11, 22, 9, 5, 6, tzinfo=UTC).timestamp() * 1000)
    assert read_common(COMMON) == OldLine(
        ended, 0, "10.1.0.7", "TCP_MISS", 200, 509, "GET", "http://example.com/a", "amy", None
    )


def test_a_line_in_combined_format_is_read_whatever_the_browser_calls_itself() -> None:
    found = read_common(COMBINED)
    assert isinstance(found, OldLine)
    assert (found.method, found.url, found.user, found.bytes, found.tag) == (
        "CONNECT",
        "example.com:443",
        "",
        0,
        "TCP_TUNNEL",
    )


def test_a_web_servers_line_without_squids_result_is_read_too() -> None:
    found = read_common(COMMON.rpartition(" ")[0])
    assert isinstance(found, OldLine)
    assert found.tag == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", SHORT),
        (NATIVE[:40], SHORT),
        (NATIVE.replace(" 25 ", " x "), NUMBER),
        ("nan " + NATIVE[15:], NUMBER),
        ("1e400 " + NATIVE[15:], NUMBER),
        (NATIVE.replace("TCP_MISS", "UDP_MISS"), CACHES),
    ],
)
def test_what_is_no_line_of_squids_own_says_why(line: str, reason: str) -> None:
    assert read_native(line) == reason


@pytest.mark.parametrize("change", [("22/Nov", "31/Feb"), ("22/Nov", "22/Nvo"), ("10:05", "25:05"), (" 200 ", " x ")])
def test_what_is_no_common_line_says_why(change: tuple[str, str]) -> None:
    assert isinstance(read_common(COMMON.replace(*change)), str)


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_read_or_refused(text: str) -> None:
    assert isinstance(read_native(text), OldLine | str)
    assert isinstance(read_common(text), OldLine | str)


@pytest.mark.parametrize(
    ("lines", "form"),
    [([NATIVE], Format.NATIVE), (["rubbish", COMMON], Format.COMMON), ([COMBINED], Format.COMMON), (["", "x"], None)],
)
def test_the_format_is_told_from_the_first_lines(lines: list[str], form: Format | None) -> None:
    assert guess_format(lines) is form


def test_real_logs_are_read_whole(belisha_shared: Path) -> None:
    lines = [
        line
        for path in sorted((belisha_shared / "logs" / "squid-eps").glob("*.txt"))
        for line in path.read_text().splitlines()
        if line.strip()
    ]
    assert len(lines) > 10
    assert guess_format(lines) is Format.NATIVE
    assert all(isinstance(read_native(line), OldLine) for line in lines)
