"""The watcher follows the journal: what it finds, when it tells, and that it misses and doubles nothing."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from belisha.activity.days import LONDON, Period
from belisha.activity.findings import Finding, findings
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.files import days_with_findings, sightings_of, spool_folder
from belisha.activity.findings.progress import behind, read_progress
from belisha.activity.findings.rescan import Rescan
from belisha.activity.findings.spool import Alert
from belisha.activity.findings.tests.made import search
from belisha.activity.findings.watcher import Watcher
from belisha.activity.ingest import ingest, sweep
from belisha.activity.school_days import SchoolDay
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import LONG, Journal, line
from belisha.engine.themes import Level


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a term to be typed further, and every step goes on record at once."""
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    monkeypatch.setattr(watching, "COMMIT_SECONDS", 0.0)


def found(home: Path, school: str = "oak") -> list[Finding]:
    return findings(home, (school,), LONG, LONDON)


def alerts(home: Path) -> list[Alert]:
    return [msgspec.json.decode(path.read_bytes(), type=Alert) for path in sorted(spool_folder(home).glob("*"))]


def rows(home: Path, school: str = "oak") -> int:
    return sum(len(sightings_of(home, SchoolDay(school, day))) for day in days_with_findings(home, school))


def test_a_search_becomes_a_finding_and_danger_is_handed_on(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line(), search("i want to kill myself"), line(path="/2"), search("poker", "2026-11-16 09:01:00"))
    Watcher(journal.home).round()
    danger, caution = found(journal.home)
    assert (danger.theme, danger.level, danger.who, danger.group) == (
        "suicide-and-self-harm",
        Level.DANGER,
        "amy",
        "class-4",
    )
    assert [(one.text, one.verdict, one.segment) for one in danger.seen] == [
        ("i want to kill myself", "allow", journal.current.name)
    ]
    assert (caution.theme, caution.level) == ("gambling", Level.CAUTION)
    (alert,) = alerts(journal.home)
    assert (alert.finding, alert.name, alert.school_name) == (danger.id, "Amy Ng", "Oakfield Primary School")
    assert alert.terms == ("i want to kill myself",)
    assert alert.because == ("“kill myself” stands there.",)


def test_the_same_danger_is_handed_on_once_and_a_new_one_again(journal: Journal) -> None:
    watcher = Watcher(journal.home)
    for minute in (0, 1, 30):
        journal.write(search("kill myself", f"2026-11-16 09:{minute:02d}:00"))
        watcher.round()
    assert len(alerts(journal.home)) == 1
    journal.write(search("kill myself", "2026-11-16 11:00:00"))
    watcher.round()
    assert len(alerts(journal.home)) == 2


def test_a_finding_is_handed_on_when_what_is_around_it_raises_it(journal: Journal) -> None:
    watcher = Watcher(journal.home)
    journal.write(search("cutting"))
    watcher.round()
    assert alerts(journal.home) == [], "that it is the first time is not enough"
    journal.write(search("vpn", "2026-11-16 09:20:00"))
    watcher.round()
    (alert,) = alerts(journal.home)
    assert alert.terms == ("cutting",)
    assert alert.raised == (
        "Tried to get round the filter within the same hour.",
        "Nothing of this theme was on record of this person before.",
    )
    for minute in (25, 26, 27):
        journal.write(search(f"cutting {minute}", f"2026-11-16 09:{minute}:00", verdict="block"))
        watcher.round()
    assert len(alerts(journal.home)) == 1, "it was told, and its level is no higher now"


def test_blocked_tries_raise_a_finding_that_is_handed_on_then(journal: Journal) -> None:
    watcher = Watcher(journal.home)
    for number in range(3):
        assert alerts(journal.home) == []
        journal.write(search(f"cutting {number}", f"2026-11-16 09:0{number}:00", verdict="block"))
        watcher.round()
    (alert,) = alerts(journal.home)
    assert "Blocked 3 times, and tried again." in alert.raised


def test_what_was_handed_on_and_taken_away_is_not_handed_on_again(journal: Journal) -> None:
    journal.write(search("kill myself"))
    Watcher(journal.home).round()
    for path in spool_folder(journal.home).iterdir():
        path.unlink()
    journal.write(search("how do i kill myself", "2026-11-16 09:10:00"))
    Watcher(journal.home).round()
    assert alerts(journal.home) == []
    assert [len(one.seen) for one in found(journal.home)] == [2]


def test_a_term_typed_further_in_time_is_not_what_was_meant(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 4000)
    monkeypatch.setattr("belisha.activity.findings.rules.TYPING_MS", 4000)
    journal.write(search("how to kill"))
    watcher = Watcher(journal.home)
    watcher.round()
    assert found(journal.home) == [], "it may still be typed further"
    journal.write(search("how to kill a mockingbird", "2026-11-16 09:00:02"))
    watcher.round()
    journal.write(search("rivers", "2026-11-16 09:00:20"))
    watcher.round()
    assert found(journal.home) == []
    journal.write(search("how to kill", "2026-11-16 09:01:00"), search("rivers", "2026-11-16 09:01:20"))
    watcher.round()
    assert [one.theme for one in found(journal.home)] == ["violence-and-weapons"]


def test_a_search_that_waits_is_read_by_the_next_watcher(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 60_000)
    journal.write(line(), search("kill myself"), line(path="/2"))
    Watcher(journal.home).round()
    assert found(journal.home) == []
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    Watcher(journal.home).round()
    assert len(found(journal.home)) == 1


def test_addresses_are_read_and_the_parts_of_pages_are_not(journal: Journal) -> None:
    journal.write(
        line(host="forum.example", path="/how-to-kill/today"),
        line(host="forum.example", path="/poker.png", content_type="image/png"),
        line(host="knife.example", method="CONNECT", path="-", squid_tag="NONE_NONE", tls="splice"),
        line(host="sad.example", verdict="block", category="self-harm", status="403", squid_tag="TCP_DENIED"),
    )
    Watcher(journal.home).round()
    assert {(one.theme, text.text) for one in found(journal.home) for text in one.seen} == {
        ("violence-and-weapons", "forum.example/how-to-kill/today"),
        ("violence-and-weapons", "knife.example"),
        ("suicide-and-self-harm", "sad.example"),
    }


def test_nobody_known_is_called_by_device_or_address(journal: Journal) -> None:
    nobody = {"person": "", "group": "", "how_known": "network"}
    journal.write(
        search("cutting", **nobody, device="lap-1"),
        search("cutting", **nobody, device="", address="10.1.0.9"),
    )
    Watcher(journal.home).round()
    assert sorted(one.who for one in found(journal.home)) == ["10.1.0.9", "lap-1"]


def test_only_a_first_time_is_the_first(journal: Journal) -> None:
    journal.write(search("cutting"), search("knife cutting", "2026-11-16 14:00:00"))
    Watcher(journal.home).round()
    journal.write(search("cutting", "2026-11-17 10:00:00"))
    Watcher(journal.home).round()
    first = [one.weighs for one in sorted(found(journal.home), key=lambda one: one.first) if "self-harm" in one.theme]
    assert [bool(each) for each in first] == [True, False, False]


def test_two_schools_never_see_each_other(journal: Journal) -> None:
    journal.write(search("kill myself"), search("poker", school="elm"))
    Watcher(journal.home).round()
    assert [one.theme for one in found(journal.home)] == ["suicide-and-self-harm"]
    assert [one.theme for one in found(journal.home, "elm")] == ["gambling"]
    assert found(journal.home, "ash") == []
    elm = "".join(path.read_text() for path in journal.home.rglob("school=elm/**/*.jsonl"))
    assert "kill" not in elm


def test_broken_lines_and_texts_stop_nothing(journal: Journal, caplog: pytest.LogCaptureFixture) -> None:
    journal.write(b"B1 nonsense\n", b"\xff\xfe\n", search("stumble"), search("poker"), b"B1 half a line")
    Watcher(journal.home).round()
    assert len(found(journal.home)) == 1
    assert "IndexError" in caplog.text
    assert "stumble" not in caplog.text, "what somebody searched for is in no log"


def read_again(home: Path) -> Iterator[Watcher]:
    for _ in range(3):
        (home / "activity" / "findings" / "watched.json").unlink(missing_ok=True)
        yield Watcher(home)


def test_what_is_read_again_is_known_again(journal: Journal) -> None:
    journal.write(search("kill myself"), search("cutting", "2026-11-16 09:30:00"))
    Watcher(journal.home).round()
    before, kept = found(journal.home), rows(journal.home)
    for watcher in read_again(journal.home):
        watcher.round()
    assert (found(journal.home), rows(journal.home), len(alerts(journal.home))) == (before, kept, 1)


@pytest.mark.parametrize("steps", ["iwsw", "wisw", "isw", "wis", "iws"])
def test_nothing_is_missed_whenever_the_journal_is_ingested_and_swept(journal: Journal, steps: str) -> None:
    """i: ingest, s: sweep, w: watch; with a watcher that has seen something before it was away."""
    day = datetime.now(UTC) - timedelta(minutes=30)
    journal.write(search("poker", day))
    Watcher(journal.home).round()
    journal.write(search("kill myself", day + timedelta(minutes=1)))
    journal.rotate()
    journal.write(search("help me", day + timedelta(minutes=2)))
    journal.rotate()
    journal.write(line(day + timedelta(minutes=3)))
    journal.grow_quiet()
    actions = {"i": lambda: ingest(journal.home), "s": lambda: sweep(journal.home), "w": lambda: watch(journal.home)}
    for step in steps:
        actions[step]()
    watch(journal.home)
    themes = ["asking-for-help", "gambling", "suicide-and-self-harm"]
    assert sorted(one.theme for one in found(journal.home)) == themes
    assert rows(journal.home) == 3
    assert len(alerts(journal.home)) == 1


def watch(home: Path) -> None:
    Watcher(home).round()


@pytest.mark.parametrize("record", [None, b"", b"{"])
def test_what_was_swept_before_any_watcher_had_read_it_is_found(journal: Journal, record: bytes | None) -> None:
    day = datetime.now(UTC) - timedelta(minutes=30)
    journal.write(search("kill myself", day))
    journal.rotate()
    journal.write(line(day + timedelta(minutes=3)))
    journal.grow_quiet()
    ingest(journal.home)
    assert sweep(journal.home).segments
    if record is not None:
        kept = journal.home / "activity" / "findings" / "watched.json"
        kept.parent.mkdir(parents=True)
        kept.write_bytes(record)
    watch(journal.home)
    assert len(alerts(journal.home)) == 1


def test_a_first_watcher_that_is_killed_at_once_has_said_from_when_on_it_watches(journal: Journal) -> None:
    journal.write(search("kill myself", datetime.now(UTC) - timedelta(days=3)))
    Watcher(journal.home)
    journal.rotate()
    journal.write(line())
    journal.grow_quiet()
    ingest(journal.home)
    assert sweep(journal.home).segments
    watch(journal.home)
    assert len(alerts(journal.home)) == 1


def test_a_segment_that_vanishes_under_a_running_watcher_is_read_from_parquet(journal: Journal) -> None:
    day = datetime.now(UTC) - timedelta(minutes=30)
    journal.write(search("poker", day))
    watcher = Watcher(journal.home)
    watcher.round()
    journal.write(search("kill myself", day + timedelta(minutes=1)))
    journal.rotate()
    journal.write(line(day + timedelta(minutes=3)))
    journal.grow_quiet()
    ingest(journal.home)
    assert sweep(journal.home).segments
    watcher.round()
    watcher.round()
    assert len(found(journal.home)) == 2
    assert set(read_progress(journal.home).gone) < set(read_progress(journal.home).offsets)


def test_an_imported_log_is_not_handed_on_as_if_it_happened_now(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "other", gateway="import-1")
    other.write(search("kill myself", datetime.now(UTC) - timedelta(minutes=5)))
    ingest(other.home)
    journal.write(line(datetime.now(UTC)))
    Watcher(journal.home).round()
    os.rename(other.home / "activity" / "import-1", journal.home / "activity" / "import-1")  # noqa: PTH104
    Watcher(journal.home).round()
    assert alerts(journal.home) == []


def test_how_far_it_is_behind_is_known(journal: Journal) -> None:
    journal.write(search("poker", datetime.now(UTC) - timedelta(seconds=40)))
    late = behind(journal.home)
    assert not late.watched
    assert late.bytes > 0
    assert 39 < late.seconds < 60
    Watcher(journal.home).round()
    assert (behind(journal.home).bytes, behind(journal.home).seconds) == (0, 0.0)


def test_a_day_that_nothing_was_found_on_keeps_no_file(journal: Journal) -> None:
    journal.write(*(line(path=f"/{n}") for n in range(100)))
    begun = time.monotonic()
    Watcher(journal.home).round()
    assert days_with_findings(journal.home, "oak") == []
    assert time.monotonic() - begun < 5
    assert findings(journal.home, ("oak",), Period(LONG.first, LONG.last)) == []


@pytest.mark.parametrize("seed", range(3))
def test_however_the_journal_is_cut_and_watchers_change_the_findings_are_the_same(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    whole, cut = Journal(tmp_path / "whole"), Journal(tmp_path / "cut")
    begin = datetime(2026, 11, 16, 22, tzinfo=UTC)
    for number in range(40):
        term = dice.choice(["cutting", "kill myself", "poker", "vpn", "rivers", "help me"])
        fields = {"person": dice.choice(["amy", "ben", ""]), "school": dice.choice(["oak", "elm"])}
        text = search(term, begin + timedelta(minutes=4 * number), **fields, verdict=dice.choice(["allow", "block"]))
        whole.write(text)
        cut.write(text)
        if dice.random() < 0.2:
            cut.rotate()
        if dice.random() < 0.3:
            Watcher(cut.home).round()
        if dice.random() < 0.1:
            (cut.home / "activity" / "findings" / "watched.json").unlink(missing_ok=True)
    for home in (whole.home, cut.home):
        watch(home)
    for school in ("oak", "elm"):
        assert [plain(one) for one in found(cut.home, school)] == [plain(one) for one in found(whole.home, school)]
    before = [found(whole.home, school) for school in ("oak", "elm")]
    shutil.rmtree(whole.home / "activity")
    ingest(whole.home)
    Rescan(whole.home).run(("oak", "elm"), LONG, lambda _: None)
    assert [found(whole.home, school) for school in ("oak", "elm")] == before, "read from the record, it is the same"


def plain(finding: Finding) -> Finding:
    """Without what names the segment: it was cut otherwise."""
    seen = tuple(msgspec.structs.replace(one, segment="", offset=0) for one in finding.seen)
    return msgspec.structs.replace(finding, id="", seen=seen)
