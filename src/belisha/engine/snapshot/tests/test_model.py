"""Whatever is listed, an index answers as the obvious model does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.engine.lists import Entry
from belisha.engine.snapshot import NamedList, Snapshot, build
from belisha.engine.snapshot.tests.model import expected, has_paths

LABELS = st.sampled_from(["a", "b", "c", "www", "co", "uk", "x1", "not-a"])
NAMES = st.lists(LABELS, min_size=1, max_size=5).map(".".join)
ADDRESSES = st.sampled_from(["192.0.2.1", "192.0.2.130", "198.51.100.7", "[2001:db8::1]", "[2001:db8:1::]"])
NETWORKS = st.sampled_from(
    [
        "192.0.2.0/24",
        "192.0.2.128/25",
        "192.0.2.1/32",
        "192.0.0.0/16",
        "[2001:db8::]/32",
        "[2001:db8::]/64",
        "[2001:db8::1]/128",
    ]
)
SEGMENTS = st.sampled_from(["/a", "/b", "/ab", "?q=1", "?q=12", "&r=2", "/", "?"])
PATHS = st.lists(SEGMENTS, max_size=4).map("".join).map(lambda path: path if path[:1] in {"", "/"} else f"/{path}")
ENTRIES = st.builds(Entry, NAMES | ADDRESSES | NETWORKS, PATHS)
FULL_NAME_ENTRIES = ENTRIES.filter(lambda entry: "." in entry.host)  # a single label anywhere changes how all are found


@st.composite
def some_lists(draw: st.DrawFn) -> list[NamedList]:
    entries = draw(st.sampled_from([ENTRIES, FULL_NAME_ENTRIES]))
    ids = draw(st.lists(st.sampled_from("pqrst"), unique=True, max_size=4))
    return [
        NamedList(
            id=f"publisher/{letter}",
            version=draw(st.sampled_from(["1", "2"])),
            categories=draw(st.sampled_from([("games",), ("drugs",), ("drugs", "games")])),
            locked=draw(st.booleans()),
            entries=draw(st.lists(entries, max_size=8)),
        )
        for letter in ids
    ]


@settings(max_examples=150, deadline=None)
@given(lists=some_lists(), asked=st.lists(st.tuples(NAMES | ADDRESSES, PATHS), min_size=1, max_size=12))
def test_an_index_answers_like_a_search_through_every_entry(
    lists: list[NamedList], asked: list[tuple[str, str]]
) -> None:
    with TemporaryDirectory() as folder:
        index = Snapshot.open(build(lists, Path(folder)).path)
        for host, address in asked:
            path, _, query = address.partition("?")
            path = path or "/"
            match = index.look_up(host, path, query)
            answer = index.look_up_id(host, path, query)
            if "." in host and host[-1] >= "a":
                matched, number = index.look_up_name(host.encode(), ".".join(host.split(".")[-2:]).encode())
                assert (matched.decode(), number) == index.look_up_both(host)
            known = expected(lists, host, path, query)
            assert set(match.listings if match else ()) == known
            assert set(index.listings(answer)) == known
            assert (match is not None and match.has_paths) == has_paths(lists, host) == bool(answer & 1)
            assert (match is None) == (not known and not has_paths(lists, host)) == (answer == 0)
