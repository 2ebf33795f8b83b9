"""Our pages as a real Squid sends them: complete, and deaf to everything hostile in an address, a reason or a name."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest


class Page(HTMLParser):
    """What a browser makes of a page: which tags, which attributes that run something, which links, and the text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        head, _, body = raw.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])
        self.body = body.decode("utf-8")
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(self.body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]

    def handle_data(self, data: str) -> None:
        self.text += data


pytestmark = [pytest.mark.gateway, pytest.mark.enable_socket]


def get(gate, address: bytes, *headers: bytes) -> Page:
    lines = [b"GET " + address + b" HTTP/1.1", b"Host: x.test", b"Connection: close", *headers, b"", b""]
    return Page(gate.ask(b"\r\n".join(lines)))


@pytest.mark.parametrize("kind", ["infants", "juniors", "staff"])
def test_hostile_words_in_every_note_arrive_as_text(squid, kind):
    found = get(squid, b"http://hostile-" + kind.encode() + b".test/")
    assert found.status == 403
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert "@Squid{%'note" not in found.body
    if kind != "infants":
        assert squid.attack in found.text


@pytest.mark.parametrize("kind", ["infants", "juniors", "staff"])
def test_links_carry_the_address_as_one_value(squid, kind):
    links = get(squid, b"http://hostile-" + kind.encode() + b".test/").links
    assert "http://portal.test:8090/tell?page=x&address=https%3A%2F%2Fa.test%2F%3Fa%3D1%26b" in links


@pytest.mark.parametrize(
    "path",
    [
        b"<script>alert(1)</script>",
        b"%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        b"'onmouseover=alert(1)//",
        b'"><svg/onload=alert(1)>',
        b"@Squid{%{x}tl}%o%%",
        b"\xff\xfe\xc3(",
        b"&quot;&gt;&lt;b&gt;",
        b"a" * 7000,
    ],
)
@pytest.mark.parametrize("host", [b"trouble.test", b"elsewhere.test", b"private.test"])
def test_hostile_addresses_stay_text_on_the_pages_that_squid_fills_in_itself(squid, host, path):
    found = get(squid, b"http://" + host + b"/" + path)
    assert found.status in {400, 403, 407, 502, 503}
    assert "/* Page basics */" not in found.body
    assert found.tags.count("script") == 1
    assert not {"svg/onload=alert(1)", "img", "b>"} & set(found.tags)
    assert all(link.startswith(("http://portal.test:8090/", "tel:")) for link in found.links)
    assert "'" not in "".join(found.links)


def test_what_the_helper_says_in_trouble_is_quoted_by_squid(squid):
    found = get(squid, b"http://trouble.test/")
    assert "<script>alert(1)</script>" in found.text
    assert found.tags.count("script") == 1


def test_somebody_who_is_not_signed_in_is_asked_to_and_told_how(squid):
    found = get(squid, b"http://private.test/", b"Proxy-Authorization: Basic eDp5")
    assert found.status == 407
    assert "Please sign in first" in found.text


@pytest.mark.parametrize(
    ("request_line", "said"),
    [
        (b"GET http://127.0.0.1:1/<b> HTTP/1.1", "This website does not answer"),
        (b"GET http://%%<b>x/ HTTP/1.1", "This page cannot be opened here"),
        (b"GET foo://<b>/ HTTP/1.1", "This is not an address of a page"),
        (b"<b>", "<title>"),
    ],
)
def test_what_goes_wrong_is_told_by_a_page_of_ours(squid, request_line, said):
    found = Page(squid.ask(request_line + b"\r\nConnection: close\r\n\r\n"))
    assert said in found.body
    assert "b" not in found.tags


def test_squid_finds_every_template_and_understands_every_code(squid):
    get(squid, b"http://infants.test/")
    log = (squid.folder / "cache.log").read_text()
    assert re.findall(r".*(?:ERROR: loading|error text file|Unsupported|configuration error).*", log) == []
