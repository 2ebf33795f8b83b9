"""What people type and logs hold is read as a browser reads it."""

import pytest

from belisha.engine.address import LONGEST, Address, Refused, read_address, read_authority, read_host, read_url


def wide(text: str) -> str:
    """The same letters, digits and dots in their full-width forms."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def https(host: str, path: str = "/", query: str = "", port: int = 443) -> Address:
    return Address("https", host, port, path, query)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com", https("example.com")),
        ("https://example.com/a?b=c", https("example.com", "/a", "b=c")),
        ("HTTPS://Example.COM/A", https("example.com", "/A")),
        ("http://example.com:80/", Address("http", "example.com", 80, "/", "")),
        ("http://example.com:8080", Address("http", "example.com", 8080, "/", "")),
        ("ws://example.com/chat", Address("ws", "example.com", 80, "/chat", "")),
        ("wss://example.com/chat", Address("wss", "example.com", 443, "/chat", "")),
        ("ftp://example.com/file", Address("ftp", "example.com", 21, "/file", "")),
        ("https://user:secret@example.com/", https("example.com")),
        ("https://bank.example@evil.example/", https("evil.example")),
        ("https://bank.example\\@evil.example/", https("bank.example", "/@evil.example/")),
        ("https:\\\\example.com\\a\\b", https("example.com", "/a/b")),
        ("https:example.com/a", https("example.com", "/a")),
        ("https:/example.com/a", https("example.com", "/a")),
        ("https:////example.com/a", https("example.com", "/a")),
        (" \t\r\nhttps://example.com/ \n", https("example.com")),
        ("ht\ntps://exa\tmple.com/a\r\nb", https("example.com", "/ab")),
        ("https://example.com./", https("example.com")),
        ("https://example.com/a/./b/../c", https("example.com", "/a/c")),
        ("https://example.com/%2e%2E/a/%2e/b", https("example.com", "/a/b")),
        ("https://example.com/..", https("example.com", "/")),
        ("https://example.com/#fragment", https("example.com")),
        ("https://example.com?", https("example.com")),
        ("https://ex%61mple.com/", https("example.com")),
        ("https://under_score.example.com/", https("under_score.example.com")),
        ("https://example.com:0/", https("example.com", port=0)),
        ("https://example.com:00443/", https("example.com")),
        ("https://example.com/ä b", https("example.com", "/%C3%A4%20b")),
        ("https://example.com/?q='ä'", https("example.com", "/", "q=%27%C3%A4%27")),
    ],
)
def test_a_url_is_read_as_a_browser_reads_it(text: str, expected: Address) -> None:
    assert read_url(text) == expected
    assert read_address(text) == expected


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("0x7F000001", "127.0.0.1"),
        ("%31%32%37.0.0.1", "127.0.0.1"),
        (wide("127.0.0.1"), "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("[0:0:0:0:0:0:0:1]", "[::1]"),
        ("[2001:DB8::0:1]", "[2001:db8::1]"),
        ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        (wide("example") + "。" + wide("com"), "example.com"),
        (f"EXAMPLE{wide('.')}com", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("exam\u00adple.com", "example.com"),
        ("ex\u200bample.com", "example.com"),
        ("①⑥.example", "16.example"),
    ],
)
def test_every_spelling_of_a_host_is_one_host(text: str, host: str) -> None:
    assert read_host(text) == host
    assert read_url(f"https://{text}/") == https(host)
    assert read_authority(f"{text}:443") == https(host)
    assert read_address(text) == https(host)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com", https("example.com")),
        ("Example.com.", https("example.com")),
        ("localhost", https("localhost")),
        ("localhost:8080", https("localhost", port=8080)),
        ("example.com:443", https("example.com")),
        ("example.com:80", https("example.com", port=80)),
        ("example.com:8443/a?b", https("example.com", "/a", "b", 8443)),
        ("example.com/a/../b?c#d", https("example.com", "/b", "c")),
        ("example.com\\a", https("example.com", "/a")),
        ("user@example.com", https("example.com")),
        ("//example.com/a", https("example.com", "/a")),
        ("\\\\example.com\\a", https("example.com", "/a")),
        ("[::1]:8080", https("[::1]", port=8080)),
        ("2001:db8::1", https("[2001:db8::1]")),
        ("fe80::1", https("[fe80::1]")),
        ("::ffff:1.2.3.4", https("[::ffff:102:304]")),
        ("1.2.3.4:80/x", https("1.2.3.4", "/x", port=80)),
        ("http:80", Address("http", "0.0.0.80", 80, "/", "")),
        ("https", https("https")),
    ],
)
def test_what_lacks_a_scheme_is_read_as_host_and_port(text: str, expected: Address) -> None:
    assert read_address(text) == expected


@pytest.mark.parametrize("text", ["example.com", "example.com:443", "/a", "//example.com/", "", "example.com/a"])
def test_a_url_has_a_scheme(text: str) -> None:
    assert isinstance(read_url(text), Refused)


@pytest.mark.parametrize(
    "text",
    ["u@example.com:443", "example.com:443/", "example.com?x", "example.com#x", "a\\b", "exa\tmple.com", "https://a/"],
)
def test_an_authority_or_host_holds_nothing_that_only_a_url_may_hold(text: str) -> None:
    assert isinstance(read_authority(text), Refused)
    assert isinstance(read_host(text), Refused)


def test_an_authority_without_port_is_https() -> None:
    assert read_authority("example.com") == https("example.com")
    assert read_authority("example.com:") == https("example.com")
    assert read_authority(" Example.com:8443 ") == https("example.com", port=8443)


@pytest.mark.parametrize("text", ["example.com:443", "[::1]:443", "1.2.3.4:80", "Example.com:443", "bücher.example:1"])
def test_a_host_has_no_port(text: str) -> None:
    assert read_host(text) == Refused(text, "a host name without a port is expected")


def test_a_host_may_be_an_ipv6_address_without_brackets() -> None:
    assert read_host("2001:DB8::1") == "[2001:db8::1]"
    assert read_host("::FFFF:1.2.3.4") == "[::ffff:102:304]"


def test_an_address_writes_itself_as_the_url_it_was_read_from() -> None:
    assert https("example.com").url == "https://example.com/"
    assert https("example.com", "/a", "b=c", 8443).url == "https://example.com:8443/a?b=c"
    assert Address("http", "[::1]", 80, "/", "").url == "http://[::1]/"


def test_the_longest_address_is_read_and_one_more_character_is_refused() -> None:
    text = "https://example.com/".ljust(LONGEST, "a")
    assert isinstance(read_url(text), Address)
    assert isinstance(read_url(f"{text}a"), Refused)
    assert isinstance(read_address(f"{text}a"), Refused)


def test_the_longest_host_and_label_are_read() -> None:
    label = "a" * 63
    host = f"{label}.{label}.{label}.{label[:61]}"
    assert len(host) == 253
    assert read_host(host) == host
    assert read_host(f"{host}.") == host
    for too_long in (f"a{host[1:]}a", f"a.{host[1:]}", f"{label}a.example"):
        assert isinstance(read_host(too_long), Refused)
        assert isinstance(read_authority(f"{too_long}:443"), Refused)
        assert isinstance(read_address(too_long), Refused)
        assert isinstance(read_url(f"https://{too_long}/"), Refused)
