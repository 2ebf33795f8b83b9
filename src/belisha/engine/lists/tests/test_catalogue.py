"""The reviewed data holds together: what is named exists, what ships may ship, and nothing is empty without a word."""

from pathlib import Path
from typing import NamedTuple

import pytest

from belisha.engine.decide.search_sites import FORCED_BY_ADDRESS
from belisha.engine.lists import (
    Form,
    ReadReport,
    categories,
    category_ids,
    corrections,
    empty_categories,
    entry_of,
    installation,
    read_file,
    sources,
    uses,
)
from belisha.engine.lists.installed import SHIPPED, wanted_lists
from belisha.engine.lists.reading import listed_names
from belisha.engine.lists.shelves import open_shelf

NAMED_IN_POLICIES = {
    *(
        "pornography",
        "hate",
        "extremism",
        "violence",
        "drugs",
        "gambling",
        "games",
        "social-networks",
        "chat",
        "dating",
    ),
    *("music-and-video", "shopping", "proxies-and-vpns", "hacking", "malware", "phishing", "file-sharing", "webmail"),
    *("adult-advice", "self-harm", "weapons", "piracy", "scams", "dns-over-https", "search-without-safety", "iwf"),
    *("remote-control", "generative-ai", "tls-left-alone", "police"),
}
MAY_SHIP = {"MIT", "Unlicense", "CC-BY-SA-4.0"}
MEGABYTE = 1_000_000


OPEN = ("belisha/education", "belisha/helplines", "belisha/health")


class Shipped(NamedTuple):
    """All shipped lists, read once: entries by list, and which lists name each host of interest as a whole."""

    counts: dict[str, int]
    named: dict[str, set[str]]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    with installation(tmp_path_factory.mktemp("home")) as lists:
        interest = {entry.host for each in lists if each.id in OPEN for entry in each.entries}
        interest |= {host for hosts in corrections().values() for host in hosts}
        found = Shipped({}, {host: set() for host in interest})
        for each in lists:
            report = ReadReport(each.id)
            for host, path in each.read(report):
                if host in interest and not path:
                    found.named[host].add(each.id)
            found.counts[each.id] = report.entries
    return found


def test_every_category_that_policies_speak_of_exists() -> None:
    assert category_ids() >= NAMED_IN_POLICIES


def test_every_category_has_a_shipped_entry_or_says_why_not(shipped: Shipped) -> None:
    for category in categories().values():
        total = sum(shipped.counts.get(name, 0) for name in category.lists)
        assert total or category.thin, category.id
        assert total >= 100 or category.thin or category.kind not in {"harmful", "illegal"} or total >= 30, category.id


def test_every_list_of_a_category_has_a_source() -> None:
    for name in uses():
        source_id, _, list_name = name.partition("/")
        assert list_name in wanted_lists(sources()[source_id])
        assert sources()[source_id].archive or list_name in sources()[source_id].lists, name


def test_every_shipped_list_feeds_a_category_or_has_a_reason_not_to(shipped: Shipped) -> None:
    for source in sources().values():
        there = set(source.lists)
        if source.archive:
            with open_shelf(SHIPPED / source.archive) as shelf:
                there = set(listed_names(shelf, source.form, source.folder))
        assert there - set(wanted_lists(source)) == set(source.unused), source.id
        assert {f"{source.id}/{name}" for name in there - set(source.unused)} <= set(shipped.counts)


def test_only_lists_whose_licence_allows_it_ship_and_each_has_its_notice() -> None:
    notice = (SHIPPED / "NOTICE.md").read_text()
    for source in sources().values():
        assert source.licence in MAY_SHIP
        assert source.notice
        assert source.publisher in notice
    shipped = {source.archive for source in sources().values() if source.archive}
    shipped |= {file.shipped for source in sources().values() for file in source.lists.values()}
    assert shipped | {"NOTICE.md"} == {path.name for path in SHIPPED.iterdir()}
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 8 * MEGABYTE


def test_publishers_are_asked_over_https_only() -> None:
    for source in sources().values():
        addresses = [source.update, *(file.update for file in source.lists.values())]
        assert all(address.startswith("https://") for address in addresses if address)


def test_our_own_lists_have_a_reason_on_every_line_and_no_mistake() -> None:
    for name, file in sources()["belisha"].lists.items():
        report = ReadReport(name)
        list(read_file(SHIPPED / file.shipped, report, Form.PLAIN))
        assert report.rejected == 0, report.samples
        lines = [line for line in (SHIPPED / file.shipped).read_text().splitlines() if line and line[0] != "#"]
        assert all(len(line.partition("# ")[2]) >= 3 for line in lines), name
        assert len({line.split()[0] for line in lines}) == len(lines), name


def test_every_correction_still_corrects_something(shipped: Shipped) -> None:
    for name, hosts in corrections().items():
        assert [host for host in hosts if name not in shipped.named[host]] == [], name


def test_a_corrected_list_leaves_out_what_the_review_found(tmp_path: Path) -> None:
    with installation(tmp_path) as lists:
        agressif = next(each for each in lists if each.id == "ut1/agressif")
        assert not {entry.host for entry in agressif.entries} & {"splcenter.org", "nizkor.org"}


def test_no_engine_whose_safe_search_is_forced_is_called_unsafe() -> None:
    unsafe = {entry.host for entry in read_file(SHIPPED / "belisha-search-without-safety.txt", ReadReport("test"))}
    assert not unsafe & {domain for site in FORCED_BY_ADDRESS for domain in (*site.domains, *site.hosts)}


def test_nothing_that_schools_teach_or_get_help_with_is_blocked_for_pupils(shipped: Shipped) -> None:
    """Whole hosts only: a blocked path of such a site is a publisher's finding about one page."""
    blocked = {category.id for category in categories().values() if category.pupils == "block"}
    wrong = {
        (host, name)
        for host, names in shipped.named.items()
        for name in names
        if names & set(OPEN) and blocked & set(uses()[name]) and host not in corrections().get(name, ())
    }
    assert wrong == {("pharmacy2u.co.uk", "ut1/shopping")}


def test_texts_are_there_for_everybody_who_reads_them() -> None:
    for category in categories().values():
        assert category.title
        assert category.plain.endswith(".")
        assert category.examples
        assert category.locked == (category.kind == "illegal")
        assert isinstance(entry_of(f"{category.id}.example"), tuple), "an id can be part of a name"


def test_an_empty_category_says_what_to_do() -> None:
    found = {
        each.id: each.hint for each in empty_categories({"games": 3}, ["games", "self-harm", "chat", "iwf", "gmaes"])
    }
    assert set(found) == {"self-harm", "chat", "iwf", "gmaes"}
    assert "supplier" in found["self-harm"]
    assert "belisha lists update" in found["chat"]
    assert "licensed" in found["iwf"]
    assert "spelling" in found["gmaes"]
