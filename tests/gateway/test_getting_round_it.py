"""What a child, a careless adult and a hostile device may try: nothing blocked is reached, and all is on record."""

from __future__ import annotations

import socket
import ssl
import time
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
import pytest_socket

from town.device import Device, everything, inside, next_answer, outcome, request, result, said, signed
from town.town import BEN, HALL, MAYA, NOBODY, Person, Town, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.gateway


# --- Addresses written in other ways ---

SPELLINGS = [
    *(
        "arcade.test",
        "ARCADE.Test",
        "arcade.test.",
        "%61rcade.test",
        "arcade%2etest",
        "ａｒｃａｄｅ.test",
        "arcade。test",
    ),
    *("user@arcade.test", "story.test@arcade.test", "story.test:80@arcade.test", "story.test\\@arcade.test"),
    *("arcade.test\\.story.test", "story.test%2f@arcade.test", "arc\u00adade.test", "arcade.test%00.story.test"),
    *("www.arcade.test", "127.0.0.9", "127.9", "2130706441", "0x7f.0.0.9", "0x7f000009", "0177.0.0.011"),
    *("127.0.0.9.", "127.000.000.009", "[::ffff:127.0.0.9]", "[::ffff:7f00:9]", "１２７.0.0.9"),
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_blocked_site_is_blocked_however_its_name_is_written(ben: Device, host: str) -> None:
    came = result(ben, f"http://{host}:{ben.town.plain_port}/x")
    assert came.answer.status == 403
    assert came.reached == []
    assert came.verdicts == {"block"}
    assert came.people == {"p4"}


@pytest.mark.parametrize("host", [*SPELLINGS, "[arcade.test]", "//arcade.test"])
def test_a_tunnel_to_a_blocked_site_is_blocked_however_its_name_is_written(ben: Device, host: str) -> None:
    came = inside(ben, host, "arcade.test", said(ben, "arcade.test"))
    assert came.answer.status != 200
    assert came.reached == []
    assert came.verdicts <= {"block"}


@pytest.mark.parametrize("host", ["arcade.test", "story.test"])
@pytest.mark.parametrize("port", [22, 25, 80])
def test_no_tunnel_to_a_port_of_another_service(ben: Device, host: str, port: int) -> None:
    came = outcome(ben, lambda: ben.within(f"{host}:{port}", host, said(ben, host)))
    assert came.answer.status in {0, 403}
    assert came.verdicts == {"block"}
    assert came.people == {"p4"}


@pytest.mark.parametrize(
    "target",
    [
        "cache_object://localhost/info",
        "cache_object://story.test/active_requests",
        "http://127.0.0.1:{proxy}/squid-internal-mgr/info",
        "http://story.test/squid-internal-mgr/menu",
        "http://story.test/%73quid-internal-mgr/menu",
        "http://story.test//squid-internal-mgr/menu",
        "/squid-internal-mgr/menu",
        "http://127.0.0.1:{portal}/squid-internal-mgr/menu",
    ],
)
def test_what_squid_knows_of_others_is_shown_to_nobody(maya: Device, target: str) -> None:
    settings = maya.town.settings
    answer = maya.ask(target.format(proxy=settings.proxy_port, portal=settings.portal_port))
    assert answer.status in {403, 404}, "refused, or the portal's own answer that there is no such page"
    assert "Squid Object Cache" not in answer.text
    inner = maya.within(
        f"bitesize.test:{maya.town.tls_port}", "bitesize.test", b"GET cache_object://localhost/info HTTP/1.1\r\n\r\n"
    )
    assert "Squid Object Cache" not in inner.text


@pytest.mark.parametrize("scheme", ["ftp", "gopher", "whois", "wais", "ws", "icy", "urn", "file", "blah"])
def test_other_schemes_lead_nowhere(ben: Device, scheme: str) -> None:
    for host in ("arcade.test", "story.test"):
        came = result(ben, f"{scheme}://{host}:{ben.town.plain_port}/x")
        assert came.answer.status in {400, 403, 501}
        assert came.reached == []


METHODS = [b"OPTIONS", b"TRACE", b"PURGE", b"PROPFIND", b"get", b"HEAD", b"FOO", b"M-SEARCH"]


@pytest.mark.parametrize("method", METHODS)
def test_no_method_opens_a_blocked_site(ben: Device, method: bytes) -> None:
    came = result(ben, f"http://arcade.test:{ben.town.plain_port}/", method=method)
    assert came.reached == []
    assert came.answer.status == 403


def test_a_site_never_sees_the_echo_of_a_trace(ben: Device) -> None:
    came = result(
        ben, f"http://story.test:{ben.town.plain_port}/", b"Host: story.test", b"Cookie: a=1", method=b"TRACE"
    )
    assert came.answer.status == 403
    assert "Cookie" not in came.answer.text
    assert came.verdicts == {"block"}


# --- Two names in one request ---


@pytest.mark.parametrize(
    "headers",
    [
        (b"Host: arcade.test",),
        (b"Host: story.test", b"Host: arcade.test"),
        (b"Host: arcade.test", b"Host: story.test"),
        (b"Host: story.test", b" arcade.test"),
        (b"X-Host: arcade.test", b"X-Forwarded-Host: arcade.test"),
    ],
)
def test_the_address_of_a_request_counts_and_not_its_host_header(ben: Device, headers: tuple[bytes, ...]) -> None:
    came = result(ben, f"http://story.test:{ben.town.plain_port}/", *headers)
    assert came.answer.status == 200
    assert came.reached == ["story.test/"], "the site sees the name that was judged"
    blocked = result(ben, f"http://arcade.test:{ben.town.plain_port}/", b"Host: story.test")
    assert blocked.answer.status == 403


@pytest.mark.parametrize("target", ["/", "//arcade.test/", "arcade.test/", "http:/arcade.test/", "http:arcade.test"])
def test_a_request_without_a_whole_address_is_refused(ben: Device, target: str) -> None:
    assert result(ben, target, b"Host: arcade.test").answer.status == 400


FRONTS = [
    # person, tunnel asked for, name inside TLS, host of the request, may that host be reached?
    (BEN, "story.test", "story.test", "story.test", True),
    (BEN, "story.test", "story.test", "arcade.test", False),
    (BEN, "story.test", "arcade.test", "arcade.test", False),
    (BEN, "story.test", "arcade.test", "story.test", False),
    (BEN, "story.test", None, "arcade.test", False),
    (BEN, "story.test", None, "other.test", False),
    (BEN, "arcade.test", "story.test", "story.test", False),
    (BEN, "127.0.0.1", "arcade.test", "arcade.test", False),
    (BEN, "127.0.0.1", "arcade.test", "story.test", False),
    (BEN, "127.0.0.1", None, "arcade.test", False),
    (BEN, "127.0.0.1", "story.test", "story.test", True),
    (BEN, "shop.test", "shop.test", "shop.test", True),
    (BEN, "shop.test", "arcade.test", "arcade.test", False),
    (BEN, "shop.test", "other.test", "other.test", False),
    (BEN, "bank.test", "bank.test", "bank.test", True),
    (BEN, "bank.test", "arcade.test", "arcade.test", False),
    (MAYA, "other.test", "other.test", "other.test", True),
    (MAYA, "other.test", "naughty.test", "naughty.test", False),
    (MAYA, "127.0.0.1", "naughty.test", "naughty.test", False),
    (MAYA, "127.0.0.1", "NAUGHTY.test", "naughty.test", False),
    (MAYA, "127.0.0.1", None, "naughty.test", False),
    (MAYA, "[::1]", None, "naughty.test", False),
    (MAYA, "naughty.test", "other.test", "naughty.test", False),
]


@pytest.mark.parametrize(("person", "asked", "sni", "host", "reached"), FRONTS)
def test_a_tunnel_carries_only_what_it_was_asked_for(
    town: Town, person: Person, asked: str, sni: str | None, host: str, reached: bool
) -> None:
    device = Device(town, person)
    came = inside(device, asked, sni, said(device, host))
    assert came.reached == ([f"{host}/"] if reached else [])
    assert came.recorded
    assert {each["person"] for each in came.recorded} <= {"p4" if person is BEN else "t1", ""}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_every_version_of_tls_is_judged(ben: Device, version: ssl.TLSVersion) -> None:
    place = f"arcade.test:{ben.town.tls_port}"
    came = outcome(ben, lambda: ben.within(place, "arcade.test", said(ben, "arcade.test"), tls=version))
    assert came.answer.status == 403
    assert came.reached == []


@pytest.mark.parametrize("first", [1, 5, 43, 60])
def test_a_name_in_two_packets_is_read_all_the_same(maya: Device, first: int) -> None:
    def hello(name: str) -> bytes:
        outgoing = ssl.MemoryBIO()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with pytest.raises(ssl.SSLWantReadError):
            context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name).do_handshake()
        return outgoing.read()

    for name, opens in (("naughty.test", False), ("other.test", True)):
        channel, opened = maya.tunnel(f"127.0.0.1:{maya.town.tls_port}")
        with channel:
            assert opened.status == 200
            greeting = hello(name)
            channel.sendall(greeting[:first])
            time.sleep(0.1)
            channel.sendall(greeting[first:])
            channel.settimeout(0.7)
            assert bool(everything(channel)) is opens


@pytest.mark.parametrize(
    "inner",
    [
        b"CONNECT bitesize.test:{port} HTTP/1.1\r\nHost: bitesize.test:{port}\r\n\r\n",
        b"connect bitesize.test:{port} HTTP/1.1\r\nHost: bitesize.test:{port}\r\n\r\n",
        b"CONNECT arcade.test:443 HTTP/1.1\r\nHost: arcade.test\r\n\r\n",
    ],
)
def test_a_tunnel_within_a_tunnel_is_refused(ben: Device, inner: bytes) -> None:
    inner = inner.replace(b"{port}", str(ben.town.tls_port).encode())
    came = inside(ben, "bitesize.test", "bitesize.test", inner, said(ben, "arcade.test", "/secret"))
    assert came.reached == []
    assert "block" in came.verdicts


@pytest.mark.parametrize(
    "content",
    [
        b"SSH-2.0-OpenSSH_9\r\n",
        b"GET / HTTP/1.1\r\nHost: arcade.test\r\n\r\n",
        bytes(100),
        b"\x16\x03\x01\x00\x05hello",
    ],
)
@pytest.mark.parametrize("host", ["story.test", "shop.test", "bank.test"])
def test_a_tunnel_that_does_not_begin_as_tls_carries_nothing(ben: Device, host: str, content: bytes) -> None:
    before = len(ben.town.seen())
    channel, opened = ben.tunnel(f"{host}:{ben.town.plain_port}")
    with channel:
        assert opened.status == 200
        channel.sendall(content)
        assert b"Welcome" not in everything(channel)
    assert len(ben.town.seen()) == before


# --- Requests hidden in requests ---


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 0\r\nContent-Length: 90\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 90\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: \x0bchunked\r\nContent-Length: 0\r\n",
        b"Content-Length: +0\r\n",
        b"Content-Length: 0\r\n",
    ],
)
@pytest.mark.parametrize("chunk", [b"", b"0\r\n\r\n"])
def test_a_request_hidden_in_another_is_judged_or_never_sent(ben: Device, headers: bytes, chunk: bytes) -> None:
    port = ben.town.plain_port
    host = f"story.test:{port}".encode()
    start = b"POST http://" + host + b"/outer HTTP/1.1\r\nHost: " + host + b"\r\n" + signed(BEN)
    hidden = f"GET http://arcade.test:{port}/hidden HTTP/1.1\r\nHost: arcade.test\r\n".encode() + signed(BEN) + b"\r\n"
    came = outcome(ben, lambda: ben.write(start + headers + b"\r\n" + chunk + hidden, patience=0.4))
    assert set(came.reached) <= {"story.test/outer"}


# --- Being somebody else ---


@pytest.mark.parametrize(
    "header",
    [
        b"X-Forwarded-For: 127.0.3.1",
        b"Forwarded: for=127.0.3.1",
        b"X-Real-IP: 127.0.3.1",
        b"Proxy-Authorization: Bearer x",
        b"Proxy-Authorization: Negotiate YII=",
        b"Proxy-Authorization: Basic",
        b"Authorization: Basic " + b64encode(b"ben.4:cold-lamp-tree"),
    ],
)
def test_no_header_makes_somebody_of_nobody(town: Town, header: bytes) -> None:
    nobody = Device(town, NOBODY)
    assert result(nobody, f"http://story.test:{town.plain_port}/", b"Host: x", header).answer.status == 407


@pytest.mark.parametrize(
    "pair",
    [
        *(b"m.osei", b"m.osei:", b":x", b"m.osei\n:a-long-staff-password", b"m.osei\0:a-long-staff-password"),
        *(b"m.osei :a-long-staff-password", b"m%2eosei:a-long-staff-password", b"m.osei%20:a-long-staff-password"),
        *(b"m.osei:a-long-staff-password ", b"m.osei:A-long-staff-password", b"m.osei:a%2dlong-staff-password"),
        *(b"ben.4:x\n1 m.osei a-long-staff-password", b"m.osei:" + b"x" * 20000, b"b\xe9n:x", b"a|b|c:x"),
    ],
)
def test_almost_a_name_and_password_is_not_enough(town: Town, pair: bytes) -> None:
    header = b"Proxy-Authorization: Basic " + b64encode(pair)
    came = result(Device(town, NOBODY), f"http://story.test:{town.plain_port}/", b"Host: x", header)
    assert came.answer.status == 407
    assert came.reached == []
    assert came.verdicts == set()


def test_what_the_device_says_of_itself_and_its_password_stay_here(ben: Device) -> None:
    came = result(ben, f"http://story.test:{ben.town.plain_port}/", b"Host: x", b"X-Forwarded-For: 10.1.2.3")
    assert came.people == {"p4"}
    headers = ben.town.seen()[-1]["headers"]
    assert isinstance(headers, dict)
    assert not {"X-Forwarded-For", "Proxy-Authorization", "Via"} & set(headers)


def test_on_a_kept_connection_every_request_is_of_the_person_who_signs_it(ben: Device) -> None:
    line = f"GET http://arcade.test:{ben.town.plain_port}/ HTTP/1.1\r\nHost: x\r\n".encode()
    statuses = []
    with ben.connect() as channel:
        for person in (MAYA, BEN, NOBODY, MAYA):
            channel.sendall(line + signed(person) + b"\r\n")
            statuses.append(next_answer(channel).status)
    assert statuses == [200, 403, 407, 200]


def test_within_a_read_tunnel_nobody_becomes_somebody_else(ben: Device) -> None:
    wanted = request(f"story.test:{ben.town.tls_port}", "/setup.exe", signed(MAYA).strip())
    came = inside(ben, "story.test", "story.test", wanted)
    assert came.answer.status == 403
    assert came.people == {"p4"}


# --- The gateway's own services ---


@pytest.fixture(scope="module")
def guarded_town(needs_squid: None) -> Iterator[Town]:
    """A town whose gateway, as in a school, fetches nothing of its own machine."""
    pytest_socket.enable_socket()
    town = Town(local_origins=False)
    town.start()
    yield town
    town.end()


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "127.9.9.9", "0.0.0.0", "0", "story.test", "STORY.test."),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:0:0]"),
    ],
)
def test_the_gateway_fetches_nothing_of_its_own_machine(guarded_town: Town, socket_enabled: None, host: str) -> None:
    device = Device(guarded_town, MAYA)
    came = result(device, f"http://{host}:{guarded_town.plain_port}/")
    assert came.answer.status == 403
    assert came.reached == []
    assert came.verdicts == {"block"}
    assert inside(device, host, "story.test", said(device, "story.test")).reached == []


def test_addresses_of_the_link_are_not_fetched(guarded_town: Town, socket_enabled: None) -> None:
    for host in ("169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]"):
        assert result(Device(guarded_town, MAYA), f"http://{host}/").answer.status == 403


def test_only_the_portal_is_reached_without_sign_in(guarded_town: Town, socket_enabled: None) -> None:
    nobody = Device(guarded_town, NOBODY)
    settings = guarded_town.settings
    assert result(nobody, f"{settings.portal_url}/proxy.pac").answer.status == 200
    assert result(nobody, f"http://127.0.0.1:{settings.proxy_port}/").answer.status == 407
    assert result(nobody, f"http://127.0.0.1:{guarded_town.plain_port}/").answer.status == 407
    hall = Device(guarded_town, HALL)
    assert result(hall, f"http://127.0.0.1:{guarded_town.plain_port}/").answer.status == 403


def test_a_device_that_sends_half_a_request_holds_nobody_up(ben: Device) -> None:
    with socket.create_connection(("127.0.0.1", ben.town.settings.proxy_port)) as half:
        half.sendall(b"GET http://story.test/ HTTP/1.1\r\nHost:")
        assert result(ben, f"http://story.test:{ben.town.plain_port}/").answer.status == 200


def test_neither_a_query_nor_a_password_in_an_address_is_kept(ben: Device) -> None:
    journal = ben.town.home / "journal" / "current.log"
    before = journal.stat().st_size
    for target in (
        f"http://joe:hush-hush@story.test:{ben.town.plain_port}/a?x=hush-hush",
        "ftp://joe:hush-hush@story.test/a",
        "ftp://joe:hush-hush@story.test",
        "http://joe:hush-hush@story.test:99999999/?hush-hush",
        "http://joe:hush-hush@[::x]/",
        "whois://joe:hush-hush@story.test/",
        "joe:hush-hush@story.test",
    ):
        ben.ask(target)
    ben.ask("joe:hush-hush@story.test:443", method=b"CONNECT")
    assert ben.ask(f"http://story.test:{ben.town.plain_port}/last").status == 200
    assert eventually(lambda: b"/last" in journal.read_bytes()[before:])
    kept = journal.read_text().splitlines()
    assert [line for line in kept if "hush" in line] == []
