"""What Squid wrote becomes an event, and what is no line becomes a reject."""

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.activity import lines as reading
from belisha.activity.events import Event
from belisha.activity.lines import Origin, Reading, domain_of, read_lines
from belisha.activity.schema import SCHEMA
from belisha.activity.tests.written import line
from belisha.engine.address import Address, read_address, registrable

ORIGIN = Origin("gw", "gw-20261116T080000Z.log", 1000)
WHO = "oak|main|p1|g1|sign-in|-|juniors|allow|-|-|-|-"


def read(batch: bytes) -> Reading:
    reading = read_lines(batch, ORIGIN)
    assert reading.events.schema == SCHEMA
    return reading


def events(batch: bytes) -> list[Event]:
    reading = read(batch)
    assert not reading.rejects
    return [Event(**row) for row in reading.events.to_pylist()]


def test_a_line_that_squid_wrote_becomes_an_event() -> None:
    given_line = (
        b"B1 1795300140.598 4 127.0.0.1 GET http plain.test 18110 http://plain.test:18110/p - 200 264 "
        b"text/html TCP_MISS u oak|main|p1|g1|sign-in|lap-1|juniors|allow|news|r1|ut1/press|2026-11-01 "
        b"bump plain.test marked\n"
    )
    (event,) = events(given_line)
    assert event.time.timestamp() == 1795300140.598
    assert (event.school, event.site, event.person, event.group) == ("oak", "main", "p1", "g1")
    assert (event.how_known, event.device, event.profile, event.verdict) == ("sign-in", "lap-1", "juniors", "allow")
    assert (event.category, event.rule, event.list, event.list_version) == ("news", "r1", "ut1/press", "2026-11-01")
    assert (event.duration_ms, event.port, event.status, event.bytes) == (4, 18110, 200, 264)
    assert (event.gateway, event.segment, event.offset) == ("gw", "gw-20261116T080000Z.log", 1000)


def test_a_request_that_nobody_judged_has_no_school_and_no_verdict() -> None:
    (event,) = events(
        b"B1 1795300140.609 0 127.0.0.1 GET http plain.test 80 http://plain.test/ - 407 34 text/html "
        b"TCP_DENIED - - - - -\n"
    )
    assert (event.school, event.person, event.verdict, event.path, event.status) == ("", "", "", "/", 407)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://plain.test/", "/"),
        ("https://plain.test:8443/a%2520b/c?", "/a%20b/c"),
        ("https://%5B::1%5D/a?", "/a"),
        ("ftp://plain.test//b//", "//b//"),
        ("plain.test:443", ""),
        ("error:invalid-request", ""),
        ("-", ""),
    ],
)
def test_the_path_is_what_the_address_has_between_host_and_query(url: str, path: str) -> None:
    (event,) = events(line(url=url))
    assert event.path == path


def test_who_it_was_stays_known_when_the_verdict_never_came() -> None:
    (asked,) = events(line(who_and_why="oak|main|amy|class-4|sign-in|-|-"))
    assert (asked.person, asked.how_known, asked.verdict, asked.rule) == ("amy", "sign-in", "", "")
    (nobody,) = events(line(who_and_why="-|-"))
    assert (nobody.school, nobody.verdict) == ("", "")


@pytest.mark.parametrize("scheme", ["-", "http", "https"])
def test_a_tunnel_is_https_whatever_squid_calls_it(scheme: str) -> None:
    (event,) = events(line(method="CONNECT", scheme=scheme, path=""))
    assert event.scheme == "https"


def test_a_refused_download_is_a_block_although_the_request_was_allowed() -> None:
    refused = line(marks="marked,download-refused", category="games", list="ut1/games", verdict="allow")
    kept = line(marks="marked", category="games", list="ut1/games", verdict="allow")
    first, second = events(refused + kept)
    assert (first.verdict, first.category, first.rule, first.list) == ("block", "file-kind", "download-refused", "")
    assert (second.verdict, second.category, second.rule, second.list) == ("allow", "games", "", "ut1/games")


def test_a_request_that_squid_refused_for_its_form_is_a_block() -> None:
    (event,) = events(line(marks="request-refused", verdict="allow"))
    assert (event.verdict, event.category, event.rule) == ("block", "", "request-refused")


def test_a_content_type_is_kept_without_its_parameters() -> None:
    (event,) = events(line(content_type='Text/HTML; charset="utf-8"'))
    assert event.content_type == "text/html"


def test_a_search_is_read_and_a_page_without_one_is_not() -> None:
    lines = [
        line(host="www.google.com", path="/search", query="q=how+do+volcanoes%20work&safe=active"),
        line(host="www.google.com", path="/imghp"),
        line(host="www.rivers.example", path="/search", query="q=not+a+search+engine"),
    ]
    found = [(event.search_engine, event.search_term) for event in events(b"".join(lines))]
    assert found == [("Google", "how do volcanoes work"), ("", ""), ("", "")]


def test_the_name_in_tls_gives_the_domain_of_a_bare_address() -> None:
    named, bare, usual = events(
        line(host="192.0.2.7", sni="www.rivers.co.uk") + line(host="192.0.2.7") + line(host="a.b.rivers.co.uk")
    )
    assert (named.domain, bare.domain, usual.domain) == ("rivers.co.uk", "192.0.2.7", "rivers.co.uk")


def test_a_host_that_no_browser_would_read_has_no_domain_and_is_kept() -> None:
    (event,) = events(line(host="a..b<script>"))
    assert (event.host, event.domain) == ("a..b<script>", "")


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00",
        "a\nb",
        "a\r\nB1 1795300140.598 4",
        "=1+1",
        "<script>",
        "%2541",
        "100 %",
        "a|b",
        "é\u202e",
        "\U0001f600",
        "-",
    ],
)
def test_hostile_text_comes_back_as_it_was(hostile: str) -> None:
    (event,) = events(line(path="/" + hostile, person=hostile + "x", query=hostile + "x"))
    assert (event.path, event.person, event.query) == ("/" + hostile, hostile + "x", hostile + "x")


def test_bytes_that_are_no_text_stay_visible() -> None:
    batch = line(path="/x").replace(b"/x ", b"/%FF%00%C3%28 ")
    (event,) = events(batch)
    assert event.path == "/\\xff\x00\\xc3("


def test_two_escapes_of_one_text_are_one_text() -> None:
    first, second, third = events(
        line(path="/x").replace(b"/x", b"/%61") + line(path="/a") + line(path="/a").replace(b" amy", b" am%79")
    )
    assert first.path == second.path == third.path == "/a"


MALFORMED = {
    b"": "an empty line",
    b"hello": "does not begin as a line of format B1",
    b"B1": "does not begin as a line of format B1",
    b"B2 1795300140.598 " + b"x " * 17: "does not begin as a line of format B1",
    b"B1 1795300140.598 4 127.0.0.1": "4 fields",
    line().rstrip() + b" more": "20 fields",
    line().rstrip().replace(b" 443 ", b" port "): "cannot be read",
    line().rstrip().replace(b"B1 17", b"B1 x7"): "cannot be read",
    line().rstrip().replace(b"B1 1794819600", b"B1 17948"): "cannot be read",
    line().rstrip().replace(b"|juniors|", b"|"): "cannot be read",
    line().rstrip().replace(b"/ - ", b"/\xff - "): "characters",
    line().rstrip().replace(b"/ - ", b"/\r - "): "characters",
}


@pytest.mark.parametrize("malformed", MALFORMED, ids=MALFORMED.values())
def test_a_malformed_line_is_rejected_with_its_place_and_never_takes_another_with_it(malformed: bytes) -> None:
    before, after = line(path="/before"), line(path="/after")
    reading = read(before + malformed + b"\n" + after)
    assert reading.events.column("path").to_pylist() == ["/before", "/after"]
    (reject,) = reading.rejects
    assert (reject.offset, reject.text) == (1000 + len(before), malformed)
    assert MALFORMED[malformed] in reject.reason


@given(st.integers(1, len(line()) - 1))
def test_a_line_cut_anywhere_does_not_spoil_the_next_one(length: int) -> None:
    torn, whole = line(path="/torn")[:length], line(path="/whole")
    reading = read(torn + whole)
    assert reading.events.column("path").to_pylist() == ["/whole"]
    assert reading.events.column("offset").to_pylist() == [1000 + length]
    assert [reject.text for reject in reading.rejects] == [torn]


def test_zeroes_left_by_a_power_cut_do_not_spoil_the_next_line() -> None:
    reading = read(b"\0" * 4096 + line(path="/whole"))
    assert reading.events.column("path").to_pylist() == ["/whole"]
    assert len(reading.rejects) == 1


pieces = st.one_of(
    st.builds(lambda text: line(path="/" + text), st.text(max_size=8)),
    st.builds(lambda text: line(person=text + "x", school="elm"), st.text(max_size=4)),
    st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"") + b"\n"),
    st.integers(1, 80).map(lambda length: line()[:length] + b"\n"),
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=12), st.data())
def test_lines_read_together_or_apart_are_the_same_events_and_rejects(lines: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(lines)))
    first, second = b"".join(lines[:cut]), b"".join(lines[cut:])
    whole = read_lines(first + second, ORIGIN)
    halves = [read_lines(first, ORIGIN), read_lines(second, ORIGIN._replace(offset=ORIGIN.offset + len(first)))]
    assert whole.events.to_pylist() == [row for half in halves for row in half.events.to_pylist()]
    assert whole.rejects == tuple(reject for half in halves for reject in half.rejects)
    assert whole.events.num_rows + len(whole.rejects) >= len(lines)


def test_every_address_of_the_url_standard_is_read_back_as_it_was(belisha_shared: Path) -> None:
    cases = json.loads((belisha_shared / "url" / "wpt" / "urltestdata.json").read_text())
    read_as = [read_address(case["input"]) for case in cases if isinstance(case, dict)]
    addresses = [one for one in read_as if isinstance(one, Address) and one.scheme in {"http", "https"}]
    assert len(addresses) > 150
    batch = b"".join(
        line(scheme=one.scheme, host=one.host, port=str(one.port), path=one.path, query=one.query) for one in addresses
    )
    found = [(event.scheme, event.host, event.port, event.path, event.query) for event in events(batch)]
    assert found == [tuple(one) for one in addresses]
    assert [event.domain for event in events(batch)] == [registrable(one.host) for one in addresses]


def test_no_naughty_string_gets_lost_or_changed(belisha_shared: Path) -> None:
    strings = [text for text in json.loads((belisha_shared / "url" / "blns.json").read_text()) if text]
    batch = b"".join(line(path="/" + text, person=text + "/") for text in strings)
    assert [(event.path, event.person) for event in events(batch)] == [("/" + text, text + "/") for text in strings]


def test_a_domain_is_found_once_for_every_form_of_a_host() -> None:
    assert {domain_of(host) for host in ("WWW.Rivers.CO.UK", "www.rivers.co.uk.", "rivers.co.uk")} == {"rivers.co.uk"}


@given(st.lists(st.text(alphabet="ab:/?", max_size=9) | st.sampled_from(["http://h/p?", "h:443", "http://h", "//h/x"])))
def test_paths_are_the_same_one_by_one_and_all_at_once(urls: list[str]) -> None:
    expected = [re.sub(r"\?$", "", re.sub(r"^[^/]*(//[^/]*)?", "", url)) for url in urls]
    assert reading._paths_in(pa.array(urls, pa.string())).to_pylist() == expected
    assert [reading._path(url) for url in urls] == expected
