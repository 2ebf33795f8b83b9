"""Every form of list: recognised by its content, read line by line, and counted so that the sums are right."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.engine.lists import Entry, Form, ReadReport, read_file, read_lines, sniff

GOOD = {
    Form.PLAIN: "good{}.example",
    Form.UT1: "good{}.example",
    Form.HOSTS: "0.0.0.0 good{}.example",
    Form.ADBLOCK: "||good{}.example^",
    Form.DNSMASQ: "address=/good{}.example/0.0.0.0",
    Form.UNBOUND: 'local-zone: "good{}.example" always_nxdomain',
    Form.RPZ: "good{}.example CNAME .",
    Form.V2FLY: "domain:good{}.example",
}


def read(form: Form, *lines: str) -> tuple[list[Entry], ReadReport]:
    report = ReadReport("test")
    return list(read_lines(lines, form, report)), report


@given(st.sampled_from(list(Form)), st.lists(st.text(max_size=60), max_size=12))
def test_junk_between_good_lines_never_loses_one_and_the_counts_add_up(form: Form, junk: list[str]) -> None:
    # an open bracket goes on into the next lines of a zone file, which is what its syntax says
    junk = [line.replace("(", "") for line in junk]
    good = [GOOD[form].format(number) for number in range(len(junk) + 1)]
    mixed = [line for pair in zip(junk, good, strict=False) for line in pair] + good[-1:]
    entries, report = read(form, *mixed)
    assert {Entry(f"good{number}.example") for number in range(len(good))} <= set(entries)
    assert report.lines == len(mixed) == report.passed_over + report.kept + report.rejected
    assert report.entries == len(entries)
    assert sum(report.reasons.values()) >= report.rejected


def test_samples_say_which_line_and_why_and_stop_at_a_hundred() -> None:
    _, report = read(Form.PLAIN, "good.example", *["bad line"] * 150)
    assert report.rejected == 150
    assert len(report.samples) == 100
    assert report.samples[0] == (2, "bad line", "more than one word where one name belongs")


def test_a_secret_report_counts_but_never_repeats_a_line() -> None:
    report = ReadReport("secret", secret=True)
    list(read_lines(["no such name"], Form.PLAIN, report))
    assert report.rejected == 1
    assert report.samples[0].text == ""


def test_a_line_of_a_megabyte_is_rejected_and_the_next_is_read() -> None:
    entries, report = read(Form.PLAIN, "a" * 1_000_000, "good.example")
    assert entries == [Entry("good.example")]
    assert report.reasons == {"a line longer than any entry": 1}
    assert len(report.samples[0].text) == 200


@pytest.mark.parametrize(
    ("line", "hosts"),
    [
        ("127.0.0.1 one.example two.example # both", ["one.example", "two.example"]),
        (":: one.example", ["one.example"]),
        ("0.0.0.0\tone.example", ["one.example"]),
        ("255.255.255.255 broadcasthost", []),
        ("fe80::1%lo0 localhost", []),
        ("192.0.2.1 real.example", []),
        ("1.0.0.1   # resolver", ["1.0.0.1"]),
        ("one.example ; note", ["one.example"]),
        ("// heading", []),
        ("! heading", []),
    ],
)
def test_hosts_lines_and_notes_behind_names(line: str, hosts: list[str]) -> None:
    entries, _ = read(Form.HOSTS, line)
    assert [entry.host for entry in entries] == hosts


def test_a_good_name_beside_a_bad_one_is_kept_and_the_bad_one_reported() -> None:
    entries, report = read(Form.HOSTS, "0.0.0.0 good.example com")
    assert entries == [Entry("good.example")]
    assert (report.kept, report.rejected, sum(report.reasons.values())) == (1, 0, 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("||one.example^", "one.example"),
        ("||one.example^$important", "one.example"),
        ("||*.one.example^", "one.example"),
        ("one.example", "one.example"),
        ("0.0.0.0 one.example", "one.example"),
        ("||one.example^$third-party", "only in part"),
        ("@@||one.example^", "exception"),
        ("one.example##.banner", "hides a part"),
        ("##.banner", "hides a part"),
        ("one.example#@#.banner", "hides a part"),
        ("||one.example/banner/", "pattern"),
        ("/banner[0-9]+/", "pattern"),
        ("|https://one.example|", "pattern"),
        ("||ad*.example^", "star"),
        ("||com^", "single word"),
    ],
)
def test_adblock_rules_count_only_when_they_block_a_whole_name(line: str, found: str) -> None:
    entries, report = read(Form.ADBLOCK, "[Adblock Plus 2.0]", "! note", line)
    said = [entry.host for entry in entries] or list(report.reasons)
    assert found in said[0]
    assert report.passed_over == 2


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("address=/one.example/0.0.0.0", ["one.example"]),
        ("address=/one.example/", ["one.example"]),
        ("address=/one.example/two.example/::", ["one.example", "two.example"]),
        ("server=/one.example/", ["one.example"]),
        ("local=/one.example/", ["one.example"]),
        ("server=/one.example/#", []),
        ("address=/#/0.0.0.0", []),
        ("server=192.0.2.53", []),
        ("no-resolv", []),
    ],
)
def test_dnsmasq_settings(line: str, found: list[str]) -> None:
    entries, report = read(Form.DNSMASQ, "# note", line)
    assert [entry.host for entry in entries] == found
    assert report.rejected == (not found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('local-zone: "one.example" always_nxdomain', ["one.example"]),
        ("local-zone: one.example. refuse", ["one.example"]),
        ('local-data: "one.example A 0.0.0.0"', ["one.example"]),
        ('local-zone: "one.example" transparent', []),
        ('local-zone: "." refuse', []),
        ("verbosity: 1", []),
    ],
)
def test_unbound_settings(line: str, found: list[str]) -> None:
    entries, report = read(Form.UNBOUND, "server:", line)
    assert [entry.host for entry in entries] == found
    assert report.rejected == (not found)
    assert report.passed_over == 1


def test_a_response_policy_zone_with_everything_in_it() -> None:
    zone = """$TTL 300
$ORIGIN rpz.example.
@ IN SOA ns.example. hostmaster.example. (
    2026112100 ; serial
    3600 600 86400 300 )
  IN NS ns.example.
one.example CNAME .
*.one.example CNAME .
two.example 60 IN CNAME *.
three.example.rpz.example. CNAME .
four.example IN A 0.0.0.0
            IN AAAA ::
walled.example CNAME garden.example.
24.0.2.0.192.rpz-ip CNAME .
48.zz.db8.2001.rpz-ip CNAME .
open.example CNAME rpz-passthru.
tcp.example CNAME rpz-tcp-only.
32.1.2.0.192.rpz-client-ip CNAME .
ns.bad.rpz-nsdname CNAME .
this is nonsense
""".splitlines()
    assert sniff(zone) is Form.RPZ
    entries, report = read(Form.RPZ, *zone)
    assert [entry.host for entry in entries] == [
        "one.example",
        "one.example",
        "two.example",
        "three.example",
        "four.example",
        "four.example",
        "walled.example",
        "192.0.2.0/24",
        "[2001:db8::]/48",
    ]
    assert report.passed_over == 6
    assert report.rejected == 5
    assert any("passthru" in reason for reason in report.reasons)


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (["example.com", "example.org"], Form.PLAIN),
        (["example.com/path", "192.0.2.1"], Form.PLAIN),
        (["# only a head", "192.0.2.0/24"], Form.PLAIN),
        (["||example.com^"], Form.ADBLOCK),
        (["[Adblock Plus]", "example.com"], Form.ADBLOCK),
        (["local=/example.com/"], Form.DNSMASQ),
        (["server:", 'local-zone: "example.com" refuse'], Form.UNBOUND),
        (["example.com", "full:www.example.org"], Form.V2FLY),
        (["example.com @ads"], Form.V2FLY),
        (["127.0.0.1 example.com"], Form.HOSTS),
        ([], None),
        (["", "# nothing but notes"], None),
        (["<!DOCTYPE html>", "<html>", "example.com"], None),
        (['{"error": "rate limit"}'], None),
        (["404: Not Found"], None),
        (["Please sign in to go on", "to the page you asked for"], None),
    ],
)
def test_the_form_shows_in_the_content(lines: list[str], form: Form | None) -> None:
    assert sniff(lines) is form


@pytest.mark.parametrize(
    ("name", "form", "least"),
    [
        ("hosts/pornography.hosts.gz", Form.HOSTS, 56_000),
        ("hosts/gambling.hosts.gz", Form.HOSTS, 2_600),
        ("hosts/social.hosts.gz", Form.HOSTS, 3_200),
        ("hosts/gore.hosts.gz", Form.HOSTS, 23),
        ("doh/doh-domains.txt.gz", Form.PLAIN, 1_370),
        ("doh/doh-ipv4.txt.gz", Form.PLAIN, 1_900),
        ("doh/doh-ipv6.txt.gz", Form.PLAIN, 1_330),
        ("vpn-ip/vpn-ipv4.txt.gz", Form.PLAIN, 10_800),
        ("vpn-ip/vpn-ipv6.txt.gz", Form.PLAIN, 490),
        ("blocklistproject/drugs.txt.gz", Form.HOSTS, 26_000),
        ("v2fly/category-porn.txt", Form.V2FLY, 5_700),
        ("v2fly/category-doh.txt", Form.V2FLY, 120),
        ("apps-nextdns/tiktok", Form.PLAIN, 85),
    ],
)
def test_real_lists_are_recognised_and_read_almost_whole(
    belisha_shared: Path, name: str, form: Form, least: int
) -> None:
    report = ReadReport(name)
    entries = sum(1 for _ in read_file(belisha_shared / "lists/more" / name, report))
    assert entries == report.entries >= least
    assert report.lines == report.passed_over + report.kept + report.rejected
    with_form = ReadReport(name)
    assert sum(1 for _ in read_file(belisha_shared / "lists/more" / name, with_form, form)) == entries


def test_every_file_of_the_real_collection_is_a_list_or_plainly_none(belisha_shared: Path) -> None:
    for path in sorted((belisha_shared / "lists/more").rglob("*")):
        if path.is_dir() or path.name in {"manifest.json", "README.md", "LICENSE"}:
            continue
        report = ReadReport(path.name)
        assert sum(1 for _ in read_file(path, report)) or report.reasons, path
