"""What has no single reading is refused, and staff are told why in plain words."""

import pytest

from belisha.engine.address import Address, Refused, read_address, read_authority, read_host, read_url


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        (" \t ", "it is empty"),
        ("\x01", "it is empty"),
        ("https://exa\0mple.com/", "there is a NUL byte in it"),
        ("https://example.com/\0", "there is a NUL byte in it"),
        ("https://example.com/\ud800", "it is not valid UTF-8 text"),
        ("https://\udcff.example/", "it is not valid UTF-8 text"),
        ("https://example.com/" + "a" * 1_000_000, "it is longer than 32768 characters"),
        ("file:///etc/passwd", "file: is not a web address"),
        ("data:text/html,hello", "data: is not a web address"),
        ("javascript:alert(1)", "javascript: is not a web address"),
        ("java\nscript:alert(1)", "javascript: is not a web address"),
        ("tel:999", "tel: is not a web address"),
        ("about:blank", "about: is not a web address"),
        ("gopher://example.com/", "gopher: is not a web address"),
        ("user:pass@example.com", "user: is not a web address"),
        ("C:\\Windows", "c: is not a web address"),
        ("https://", "there is no host name"),
        ("https://./", "there is no host name"),
        ("https://user@/", "there is no host name"),
        ("https://:80/", "there is no host name"),
        ("/etc/passwd", "it is a path without a host name"),
        ("https://a..b/", "the host name has an empty part between its dots"),
        ("https://.a/", "the host name has an empty part between its dots"),
        ("https://a../", "the host name has an empty part between its dots"),
        (f"https://{'a' * 64}.example/", "a part of the host name is longer than 63 characters"),
        (f"https://{'ä' * 63}.example/", "a part of the host name is longer than 63 characters"),
        ("https://" + "a." * 130 + "example/", "the host name is longer than 253 characters"),
        ("https://example.com:65536/", "the port is above 65535"),
        ("https://example.com:8o/", "the port is not a number"),
        ("example.com:99999", "the port is above 65535"),
        ("https://example.com:-1/", "the port is not a number"),
        ("https://example.com:\uff18\uff10/", "the port is not a number"),
        ("https://[fe80::1%25eth0]/", "an IPv6 address with a zone means another machine on each computer"),
        ("https://[fe80::1%eth0]/", "an IPv6 address with a zone means another machine on each computer"),
        ("fe80::1%eth0", "an IPv6 address with a zone means another machine on each computer"),
        ("https://[::1/", "it looks like an IPv6 address but is not one"),
        ("https://[1::2::3]/", "it looks like an IPv6 address but is not one"),
        ("https://256.1.1.1/", "it looks like an IPv4 address but is not one"),
        ("https://1.2.3.4.5/", "it looks like an IPv4 address but is not one"),
        ("https://example.08/", "it looks like an IPv4 address but is not one"),
        ("https://exa mple.com/", "a host name cannot hold a blank"),
        ("https://exa<mple.com/", "a host name cannot hold <"),
        ("https://exa\x7fmple.com/", "a host name cannot hold a control character"),
        ("https://a%2Fb/", "the percent-encoding in the host name hides what a host name cannot hold"),
        ("https://%zz/", "the percent-encoding in the host name hides what a host name cannot hold"),
        ("https://%ff/", "the percent-encoding in the host name hides what a host name cannot hold"),
        ("https://xn--a.ä/x", "the international form (xn--) of the host name is not valid"),
        ("https://a\u200cb/", "the host name holds a letter or sign that no host name may hold"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, reason: str) -> None:
    assert read_address(text) == Refused(text, reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("example.com:x", "the port is not a number"),
        ("example.com:443:443", "the port is not a number"),
        ("user@example.com:443", "a host name is expected, not a user"),
        ("example.com/", "a host name is expected, not a path"),
        ("exa\tmple.com", "there is a tab or a line break in it"),
        ("fe80::1%eth0", "an IPv6 address with a zone means another machine on each computer"),
    ],
)
def test_a_refused_authority_says_why(text: str, reason: str) -> None:
    assert read_authority(text) == Refused(text, reason)


def test_reasons_are_for_people_and_repeat_nothing_long() -> None:
    for text in ("x" * 40_000 + "://a", "y" * 5_000 + "://a", "https://" + "ä" * 9_000):
        for read in (read_address, read_url, read_authority, read_host):
            found = read(text)
            assert isinstance(found, Refused)
            assert len(found.reason) < 100
            assert not isinstance(found, Address)
