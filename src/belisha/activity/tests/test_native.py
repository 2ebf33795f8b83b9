"""Lines of Squid's own default log."""

from pathlib import Path

import pytest

from belisha.activity.native import read_squid_native

PLAIN = "1579776202.123     25 127.0.0.1 TCP_MISS/200 509 GET http://Example.com./a?b - NONE/- Text/Plain"


def test_a_line_is_read_with_its_address_as_a_browser_would() -> None:
    found = read_squid_native(PLAIN)
    assert found is not None
    assert (found.time_ms, found.duration_ms, found.client, found.tag) == (1579776202123, 25, "127.0.0.1", "TCP_MISS")
    assert (found.status, found.bytes, found.user, found.content_type) == (200, 509, "", "text/plain")
    assert found.address is not None
    assert (found.address.host, found.address.path, found.address.query) == ("example.com", "/a", "b")


def test_a_tunnel_has_an_authority() -> None:
    found = read_squid_native(PLAIN.replace("GET http://Example.com./a?b", "CONNECT example.com:443"))
    assert found is not None
    assert found.address is not None
    assert (found.address.host, found.address.port) == ("example.com", 443)


NO_SUCH_LINES = [
    "",
    "hello",
    PLAIN[:40],
    PLAIN.replace("TCP_MISS/200", "TCP_MISS"),
    PLAIN.replace(" 25 ", " x "),
    "nan " + PLAIN[15:],
]


@pytest.mark.parametrize("line", NO_SUCH_LINES)
def test_what_is_no_such_line_is_none(line: str) -> None:
    assert read_squid_native(line) is None


def test_real_logs_are_read_whole(belisha_shared: Path) -> None:
    lines = [
        line
        for path in sorted((belisha_shared / "logs" / "squid-eps").glob("*.txt"))
        for line in path.read_text().splitlines()
        if line.strip()
    ]
    assert len(lines) > 10
    assert all(found and found.address for found in map(read_squid_native, lines))
