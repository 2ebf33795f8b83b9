"""Old logs come into the record whole, once, and go out of it again."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.activity.compact import compact
from belisha.activity.findings import Sighting
from belisha.activity.findings.files import SIGHTINGS, append, day_folder, read_rows
from belisha.activity.findings.tests.made import sighting
from belisha.activity.imports import bringing, reading
from belisha.activity.imports.bringing import AlreadyError, Outcome, Wanted, bring_in, imports, undo
from belisha.activity.imports.formats import Format
from belisha.activity.imports.people import Names
from belisha.activity.imports.reading import LogError, content_of
from belisha.activity.ingest import sweep
from belisha.activity.keep import Keep
from belisha.activity.manifest import read_manifests
from belisha.activity.register import read_register
from belisha.activity.school_days import SchoolDay
from belisha.activity.tests.cast import publish
from belisha.activity.tests.test_ingest import killed_at
from belisha.activity.tests.written import Journal, events, line
from belisha.activity.verify import verify

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NINE = int(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp())


def native(seconds: float = 0, **change: str) -> str:
    parts = {
        "client": "10.1.0.7",
        "result": "TCP_MISS/200",
        "method": "GET",
        "url": "http://www.rivers.example/thames",
        "user": "amy.ng",
        "type": "text/html",
    } | change
    return (
        f"{NINE + seconds:.3f}     25 {parts['client']} {parts['result']} 509 {parts['method']} {parts['url']} "
        f"{parts['user']} HIER_DIRECT/192.0.2.1 {parts['type']}\n"
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, name: str = "access.log") -> Path:
        path = tmp_path / name
        path.write_text("".join(lines))
        return path

    return write


Log = Callable[..., Path]


def wanted(home: Path, **change: object) -> Wanted:
    register = read_register(home)
    plain = Wanted("oak", Names(register, "oak", {}), register.zone, date(2025, 11, 22), "office", NOW)
    return plain._replace(**change)  # type: ignore[arg-type]


def bring(home: Path, path: Path, **change: object) -> Outcome:
    return bring_in(home, path, wanted(home, **change), lambda _: None)


def test_a_line_becomes_an_event_with_all_that_it_knows(home: Path, log: Log) -> None:
    bring(home, log(native(1.5)))
    [event] = events(home)
    assert event.time == datetime.fromtimestamp(NINE + 1.5, UTC)
    assert (event.school, event.person, event.sign_in, event.how_known) == ("oak", "amy", "amy.ng", "sign-in")
    assert (event.scheme, event.host, event.port, event.path) == ("http", "www.rivers.example", 80, "/thames")
    assert (event.verdict, event.status, event.bytes, event.duration_ms) == ("allow", 200, 509, 25)
    assert (event.content_type, event.squid_tag, event.marks) == ("text/html", "TCP_MISS", "imported")
    assert (event.gateway[:7], event.segment, event.offset) == ("import-", "access.log", 0)


ANSWERS = [
    ({"result": "TCP_DENIED/403"}, "block", "TCP_DENIED"),
    ({"result": "TCP_DENIED/407"}, "", "TCP_DENIED"),
    ({"method": "CONNECT", "url": "rivers.example:443"}, "allow", "TCP_TUNNEL"),
    ({"method": "CONNECT", "url": "rivers.example:443", "result": "NONE/200"}, "allow", "NONE_NONE"),
]


@pytest.mark.parametrize(("change", "verdict", "tag"), ANSWERS)
def test_what_the_old_proxy_answered_is_what_reports_count(
    home: Path, log: Log, change: dict[str, str], verdict: str, tag: str
) -> None:
    bring(home, log(native(**change)))
    [event] = events(home)
    assert (event.verdict, event.squid_tag) == (verdict, tag)


def common(url: str, status: int = 200, ending: str = " TCP_MISS:HIER_DIRECT") -> str:
    return f'10.1.0.7 - amy.ng [02/Mar/2026:09:00:00 +0000] "GET {url} HTTP/1.1" {status} 509{ending}\n'


def test_where_the_format_tells_no_kind_what_looks_like_a_page_is_one_and_is_marked(home: Path, log: Log) -> None:
    addresses = ["http://a.example/", "http://a.example/thames.HTML", "http://a.example/logo.png"]
    outcome = bring(home, log(*map(common, addresses)))
    assert outcome.imported.format is Format.COMMON
    assert [(event.person, event.content_type, event.marks) for event in events(home)] == [
        ("amy", "text/html", "imported,type-guessed"),
        ("amy", "text/html", "imported,type-guessed"),
        ("amy", "", "imported"),
    ]


@pytest.mark.parametrize("write", [native, lambda number: common(f"http://a.example/{number}")])
def test_line_ends_of_windows_change_nothing(home: Path, tmp_path: Path, write: Callable[[int], str]) -> None:
    path = tmp_path / "access.log"
    path.write_bytes("".join(write(number) for number in range(3)).replace("\n", "\r\n").encode())
    assert bring(home, path).imported.rejects == {}
    size = path.stat().st_size // 3
    assert [event.offset for event in events(home)] == [0, size, 2 * size]


def test_a_refusal_that_may_be_the_sites_own_is_no_verdict(home: Path, log: Log) -> None:
    bring(home, log(common("http://a.example/", 403, "")))
    assert [event.verdict for event in events(home)] == [""]


def test_only_searches_and_blocks_keep_what_follows_the_question_mark(home: Path, log: Log) -> None:
    bring(
        home,
        log(
            native(1, url="http://shop.example/a?card=42"),
            native(2, url="http://www.google.com/search?q=otters+river"),
            native(3, url="http://bad.example/a?x=1", result="TCP_DENIED/403"),
        ),
    )
    assert [(event.query, event.search_term) for event in events(home)] == [
        ("", ""),
        ("q=otters+river", "otters river"),
        ("x=1", ""),
    ]


def test_days_are_the_schools_own(home: Path, log: Log) -> None:
    summer = int(datetime(2026, 7, 1, 23, 30, tzinfo=UTC).timestamp()) - NINE
    outcome = bring(home, log(native(summer)))
    assert outcome.days == {date(2026, 7, 2): 1}


def test_lines_that_are_none_are_told_and_not_fatal(home: Path, log: Log) -> None:
    path = log(native(), "hello\n", "\n", native(url="error:invalid-request"), native(4e8), native(9))
    outcome = bring(home, path)
    assert [(each.line, each.text[:5]) for each in outcome.samples] == [(2, "hello"), (4, "17724"), (5, "21724")]
    assert sum(outcome.imported.rejects.values()) == 3
    assert [event.offset for event in events(home)] == [0, len("".join(path.read_text().splitlines(True)[:5]))]


def test_only_the_first_hundred_rejects_are_kept_and_all_are_counted(home: Path, log: Log) -> None:
    outcome = bring(home, log(native(), "x\n" * 250))
    assert (len(outcome.samples), sum(outcome.imported.rejects.values())) == (100, 250)


def test_the_same_content_comes_in_once_however_it_is_packed(home: Path, log: Log, tmp_path: Path) -> None:
    bring(home, log(native(), native(1)))
    packed = tmp_path / "old.gz"
    packed.write_bytes(gzip.compress((native() + native(1)).encode()))
    with pytest.raises(AlreadyError, match="already"):
        bring(home, packed)
    assert len(events(home)) == 2


def test_a_log_that_has_grown_since_is_refused_with_what_to_do(home: Path, log: Log) -> None:
    first = bring(home, log(native()))
    with pytest.raises(LogError, match=f"undo {first.imported.name}"):
        bring(home, log(native(), native(1)))


def test_a_dry_run_tells_all_and_writes_nothing(home: Path, log: Log) -> None:
    outcome = bring(home, log(native(), native(1, user="zoe")), dry_run=True)
    assert (outcome.imported.events, outcome.strangers, outcome.days) == (2, ("zoe",), {date(2026, 3, 2): 2})
    assert imports(home) == []
    assert not list((home / "activity").glob("import-*")) if (home / "activity").exists() else True


def test_what_the_school_keeps_no_longer_does_not_come_in(home: Path, log: Log) -> None:
    outcome = bring(home, log(native(), native(86_400)), oldest=date(2026, 3, 3))
    assert (outcome.imported.too_old, outcome.imported.events) == (1, 1)
    assert len(events(home)) == 1


def test_an_import_is_undone_wholly_and_others_stay(home: Path, log: Log) -> None:
    kept = bring(home, log(native(), name="kept.log"))
    gone = bring(home, log(native(5, url="http://unmistakable.example/"), name="gone.log"))
    compact(home, date(2026, 11, 22))
    assert undo(home, gone.imported.name) == gone.imported
    assert [one.name for one in imports(home)] == [kept.imported.name]
    assert len(events(home)) == 1
    assert not [path for path in home.rglob("*") if path.is_file() and b"unmistakable" in path.read_bytes()]
    bring(home, log(native(5, url="http://unmistakable.example/"), name="gone.log"))
    assert len(events(home)) == 2


def test_what_was_found_in_an_import_goes_with_it_and_nothing_else_does(home: Path, log: Log) -> None:
    bring(home, log(native()))
    (name,) = [one.name for one in imports(home)]
    folder = day_folder(home, SchoolDay("oak", date(2026, 3, 2)))
    append(folder / SIGHTINGS, [sighting("2026-03-02 09:00:00", gateway=name), sighting("2026-03-02 10:00:00")])
    undo(home, name)
    kept = read_rows(folder / SIGHTINGS, Sighting)
    assert [one.gateway for one in kept] == ["gw"]


def test_undoing_what_is_not_there_says_what_is(home: Path, log: Log) -> None:
    held = bring(home, log(native())).imported.name
    with pytest.raises(LogError, match=f"There is: {held}"):
        undo(home, "import-nothing")


def test_an_import_that_was_killed_counts_for_nothing_and_can_be_done_again(home: Path, log: Log) -> None:
    path = log(native(), native(86_400))
    killed_at(bringing, before_commit=True, work=lambda: bring(home, path))
    assert read_manifests(home) == {}
    sweep(home, grace_seconds=0)
    bring(home, path)
    assert len(events(home)) == 2


def test_the_record_still_counts_as_complete(home: Path, log: Log) -> None:
    journal = Journal(home)
    journal.write(line("2026-11-20 09:00:00"))
    bring(home, log(native(), native(86_400)))
    assert [each.faults for each in verify(home, Keep(), NOW.date())] == [[], []]


def test_a_damaged_packed_file_brings_in_nothing(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.gz"
    path.write_bytes(gzip.compress(native().encode() * 5000)[:-20])
    with pytest.raises(LogError, match="damaged"):
        bring(home, path)


def test_what_is_no_log_at_all_is_refused(home: Path, log: Log) -> None:
    with pytest.raises(LogError, match="none of the first lines"):
        bring(home, log("Dear Sir,\n", "it rains.\n"))


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 80), st.booleans())
def test_however_a_file_is_cut_into_stretches_every_line_has_its_place(
    lengths: list[int], size: int, ended: bool
) -> None:
    content = b"\n".join(b"a" * length for length in lengths) + (b"\n" if ended else b"")
    places = [
        (stretch.offset + sum(stretch.sizes[:number]) + number, text)
        for stretch in _stretches_of(content, size)
        for number, text in enumerate(stretch.lines)
    ]
    assert all(content[offset : offset + len(text)] == text.encode() for offset, text in places)
    assert b"\n".join(text.encode() for _, text in places) == content.removesuffix(b"\n")


def _stretches_of(content: bytes, size: int) -> list[reading._Stretch]:
    from io import BytesIO
    from unittest.mock import patch

    with patch.object(reading, "STRETCH_BYTES", size):
        return list(reading._stretches(BytesIO(content)))


@given(st.binary(max_size=200), st.lists(st.integers(1, 220), max_size=4))
def test_beginnings_are_digested_as_the_whole_is(content: bytes, sizes: list[int]) -> None:
    import hashlib
    import tempfile

    with tempfile.NamedTemporaryFile() as handle:
        Path(handle.name).write_bytes(b"x" + content)
        found, beginnings = content_of(Path(handle.name), sizes)
    assert found == (len(content) + 1, hashlib.sha256(b"x" + content).hexdigest())
    assert beginnings == {
        size: hashlib.sha256((b"x" + content)[:size]).hexdigest() for size in sizes if size <= len(content) + 1
    }


def test_real_logs_come_in(home: Path, belisha_shared: Path) -> None:
    for path in sorted((belisha_shared / "logs" / "squid-eps").glob("*.txt")):
        outcome = bring(home, path, oldest=date(2019, 1, 1))
        assert outcome.imported.format is Format.NATIVE
        assert outcome.imported.events == sum(1 for text in path.read_text().splitlines() if text.strip())
