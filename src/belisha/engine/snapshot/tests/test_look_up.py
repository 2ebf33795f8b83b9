"""What counts for an address: boundaries, parents, paths, networks, several lists at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from belisha.engine.lists import Entry
from belisha.engine.snapshot import Listing, Match, NamedList, Snapshot, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GAMES = Listing("games", "p/games", "7", locked=False)
DRUGS = Listing("drugs", "p/drugs", "7", locked=False)


def listed(category: str, *entries: str) -> NamedList:
    """A list of "host" or "host /path" entries."""
    made = [Entry(host, path) for host, _, path in (entry.partition(" ") for entry in entries)]
    return NamedList(f"p/{category}", "7", (category,), locked=False, entries=made)


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[..., Snapshot]:
    return lambda *lists: Snapshot.open(build(lists, tmp_path).path)


def test_a_host_counts_with_everything_below_it_at_label_boundaries(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "example.com"))
    assert index.look_up("example.com") == Match("example.com", (GAMES,), has_paths=False)
    assert index.look_up("a.b.example.com") == Match("example.com", (GAMES,), has_paths=False)
    assert index.look_up("notexample.com") is None
    assert index.look_up("example.com.au") is None
    assert index.look_up("com") is None


def test_a_listed_sub_domain_does_not_list_its_parent_or_siblings(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "play.example.co.uk"))
    assert index.look_up("example.co.uk") is None
    assert index.look_up("work.example.co.uk") is None
    assert index.look_up("co.uk") is None
    assert index.look_up("www.play.example.co.uk") == Match("play.example.co.uk", (GAMES,), has_paths=False)


def test_the_longest_match_carries_what_its_parents_are_listed_as(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "a.b.example.com"), listed("drugs", "example.com"))
    assert index.look_up("x.a.b.example.com") == Match("a.b.example.com", (DRUGS, GAMES), has_paths=False)
    assert index.look_up("b.example.com") == Match("example.com", (DRUGS,), has_paths=False)


def test_a_path_counts_with_everything_below_it_at_segment_boundaries(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "example.com /foo", "example.com /s?q=1"))
    only_elsewhere = Match("example.com", (), has_paths=True)
    assert index.look_up("example.com", "/foo") == Match("example.com/foo", (GAMES,), has_paths=True)
    assert index.look_up("example.com", "/foo/bar", "x=1") == Match("example.com/foo", (GAMES,), has_paths=True)
    assert index.look_up("example.com", "/foobar") == only_elsewhere
    assert index.look_up("example.com") == only_elsewhere
    assert index.look_up("example.com", "/s", "q=1&r=2") == Match("example.com/s?q=1", (GAMES,), has_paths=True)
    assert index.look_up("example.com", "/s", "q=12") == only_elsewhere


def test_escapes_dots_and_slashes_do_not_dodge_a_listed_path(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "example.com /foo/bar"))
    for path in ("/%66oo/bar", "//foo//bar", "/foo/./x/../bar/", "/foo%2Fbar"):
        match = index.look_up("example.com", path)
        assert match is not None
        assert match.listings == (GAMES,), path


def test_paths_of_a_host_count_for_its_sub_domains_too(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(
        listed("games", "example.com /foo"), listed("drugs", "www.example.com", "www.example.com /foo/bar")
    )
    assert index.look_up("m.example.com", "/foo/x") == Match("example.com/foo", (GAMES,), has_paths=True)
    match = index.look_up("www.example.com", "/foo/x")
    assert match is not None
    assert match.listings == (DRUGS, GAMES)


def test_an_address_is_found_by_itself_and_by_the_networks_around_it(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(
        listed("games", "192.0.2.7", "192.0.2.0/24", "[2001:db8::]/32"), listed("drugs", "192.0.2.0/28", "192.0.2.9 /x")
    )
    assert index.look_up("192.0.2.7") == Match("192.0.2.7", (DRUGS, GAMES), has_paths=False)
    assert index.look_up("192.0.2.8") == Match("192.0.2.0/28", (DRUGS, GAMES), has_paths=False)
    assert index.look_up("192.0.2.99") == Match("192.0.2.0/24", (GAMES,), has_paths=False)
    assert index.look_up("192.0.3.7") is None
    assert index.look_up("2.7") is None
    assert index.look_up("[2001:db8:1::5]") == Match("[2001:db8::]/32", (GAMES,), has_paths=False)
    assert index.look_up("[2001:db9::5]") is None
    assert index.look_up("192.0.2.9", "/x/y") == Match("192.0.2.9/x", (DRUGS, GAMES), has_paths=True)


def test_a_listed_single_label_counts_for_all_below_it(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "zip"), listed("drugs", "a.b.zip"))
    assert index.look_up("zip") == Match("zip", (GAMES,), has_paths=False)
    assert index.look_up("x.y.zip") == Match("zip", (GAMES,), has_paths=False)
    assert index.look_up("a.b.zip") == Match("a.b.zip", (DRUGS, GAMES), has_paths=False)
    assert index.look_up("notzip") is None


@pytest.mark.parametrize(
    "host", ["", ".", "..", "a..b", ".com", "com.", "[", "1.2.3.999", "9", "\n", "\udcff.com", "a" * 9000]
)
def test_a_text_that_is_no_host_is_in_no_list(index_of: Callable[..., Snapshot], host: str) -> None:
    index = index_of(listed("games", "example.com", "192.0.2.0/24"))
    assert index.look_up(host) is None
    assert index.look_up_id(host, "/x", "y") == 0


def test_a_very_long_path_costs_no_more_than_what_is_known_of_it(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "example.com /a/b"))
    match = index.look_up("example.com", "/a/b" + "/c" * 500_000, "&" * 100_000)
    assert match == Match("example.com/a/b", (GAMES,), has_paths=True)


def test_equal_ids_have_equal_listings_and_odd_ones_depend_on_the_path(index_of: Callable[..., Snapshot]) -> None:
    index = index_of(listed("games", "a.com", "b.com", "c.com", "c.com /x"))
    assert index.look_up_id("a.com") == index.look_up_id("www.b.com")
    assert index.look_up_id("c.com") == index.look_up_id("a.com") + 1
    assert index.listings(index.look_up_id("c.com")) == (GAMES,)
    assert index.listings(0) == ()


def test_a_list_may_stand_for_several_categories(index_of: Callable[..., Snapshot]) -> None:
    both = NamedList("p/both", "3", ("drugs", "games"), locked=False, entries=[Entry("example.com", "")])
    match = index_of(both).look_up("example.com")
    assert match is not None
    assert [listing.category for listing in match.listings] == ["drugs", "games"]


def test_an_index_of_nothing_knows_nothing(index_of: Callable[..., Snapshot]) -> None:
    index = index_of()
    assert index.look_up("example.com", "/x") is None
    assert index.lists == ()
    assert index.counts == {}
