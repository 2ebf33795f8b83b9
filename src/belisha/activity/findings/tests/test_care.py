"""Looking after findings: false alarms, the school's own rules, deleting days, freezing, reading the record again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from belisha.activity.days import LONDON, Period, instant
from belisha.activity.findings import (
    Finding,
    context,
    delete_days,
    find,
    findings,
    freeze,
    frozen,
    held_days,
    read_frozen,
    told,
)
from belisha.activity.findings import memory as remembering
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.files import SIGHTINGS, TOLD, append, day_folder, sightings_of, spool_folder
from belisha.activity.findings.marks import (
    NothingToMarkError,
    false_alarms,
    findings_by_rule,
    mark,
    show_rules,
    themes_folder,
)
from belisha.activity.findings.model import Sighting
from belisha.activity.findings.rescan import Rescan, Rescanned
from belisha.activity.findings.rules import findings_of
from belisha.activity.findings.tests.made import search, sighting
from belisha.activity.findings.tests.standin import WORDS
from belisha.activity.findings.tests.test_watcher import found, rows, watch
from belisha.activity.ingest import ingest
from belisha.activity.school_days import SchoolDay
from belisha.activity.tests.written import LONG, Journal, line
from belisha.engine.themes import Level

MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
BY = {"by": "head", "at": NOW, "reason": "a book"}


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    monkeypatch.setattr(watching, "COMMIT_SECONDS", 0.0)


def test_a_false_alarm_counts_at_once_at_its_school_alone_and_can_be_undone(journal: Journal) -> None:
    watcher = watching.Watcher(journal.home)

    def level_of(minute: int, school: str) -> Level:
        journal.write(search("poker", f"2026-11-16 {minute // 60 + 9:02d}:{minute % 60:02d}:00", school=school))
        watcher.round()
        newest = max(found(journal.home, school), key=lambda one: one.last)
        return max(newest.seen, key=lambda one: one.at).level

    assert level_of(0, "oak") is Level.CAUTION
    (finding,) = found(journal.home)
    mark(journal.home, finding, **BY)
    assert level_of(120, "oak") is Level.ADVISORY
    assert level_of(120, "elm") is Level.CAUTION
    with pytest.raises(NothingToMarkError, match="marked already"):
        mark(journal.home, finding, **BY)
    mark(journal.home, finding, **BY, undo=True)
    assert level_of(240, "oak") is Level.CAUTION
    with pytest.raises(NothingToMarkError, match="not marked"):
        mark(journal.home, finding, **BY, undo=True)
    kept = (themes_folder(journal.home, "oak") / "marks.jsonl").read_text().splitlines()
    assert len(kept) == 2, "what was undone is on record too"


def test_a_mark_is_undone_also_when_other_words_carry_its_finding_since(journal: Journal) -> None:
    journal.write(search("sad poker"), search("kill myself", "2026-11-16 09:10:00"))
    watch(journal.home)
    ingest(journal.home)
    (before,) = (one for one in found(journal.home) if one.theme == "suicide-and-self-harm")
    mark(journal.home, before, **BY)
    Rescan(journal.home).run(["oak"], Period(MONDAY, MONDAY), lambda _: None)
    (after,) = (one for one in found(journal.home) if one.theme == "suicide-and-self-harm")
    assert [one.text for one in after.seen] == ["kill myself"], "of what was sad nothing is left"
    undone = mark(journal.home, after, **BY, undo=True)
    assert {line.rule for line in undone} == {"sad", "kill myself"}
    assert false_alarms(journal.home, "oak") == {}


def test_danger_after_a_false_alarm_is_handed_on_though_the_finding_was(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORDS, "noose", ("suicide-and-self-harm", Level.DANGER))
    watcher = watching.Watcher(journal.home)

    def told_after(term: str, when: str) -> int:
        journal.write(search(term, f"2026-11-16 {when}"))
        watcher.round()
        return len(told(journal.home, "oak", Period(MONDAY, MONDAY)))

    assert told_after("kill myself", "09:00:00") == 1
    assert told_after("kill myself in a play", "09:05:00") == 1
    (finding,) = found(journal.home)
    mark(journal.home, finding, by="head", at=datetime.now(UTC), reason="a play")
    assert told_after("kill myself again", "09:10:00") == 1, "the words that were marked are danger no more"
    assert told_after("noose", "09:20:00") == 2
    assert told_after("noose", "09:30:00") == 2
    watcher = watching.Watcher(journal.home)
    assert told_after("noose", "09:40:00") == 2
    assert len(found(journal.home)) == len(list(spool_folder(journal.home).iterdir())) == 1


def test_rules_are_shown_with_their_precision(journal: Journal) -> None:
    journal.write(search("poker"), search("poker", "2026-11-16 12:00:00"), search("kill myself", "2026-11-17 12:00:00"))
    watch(journal.home)
    assert findings_by_rule(journal.home, "oak") == {"poker": 2, "kill myself": 1}
    mark(journal.home, next(one for one in found(journal.home) if one.theme == "gambling"), **BY)
    worst, best = show_rules(journal.home, "oak", NOW)
    assert (worst.rule, worst.findings, worst.false_alarms, worst.share) == ("poker", 2, 1, 0.5)
    assert worst.quieter == {"poker": 1}
    assert (best.rule, best.share) == ("kill myself", 1.0)
    assert show_rules(journal.home, "elm", NOW) == []


def test_a_themes_file_that_cannot_be_used_changes_nothing(journal: Journal, caplog: pytest.LogCaptureFixture) -> None:
    folder = themes_folder(journal.home, "oak")
    folder.mkdir(parents=True)
    (folder / "themes.yaml").write_text("softened: nonsense\n")
    journal.write(search("poker"))
    watch(journal.home)
    assert len(found(journal.home)) == 1
    assert "themes.yaml of school 'oak' cannot be used" in caplog.text


def kept(home: Path, *some: Sighting) -> None:
    for one in some:
        owner = SchoolDay(one.school, instant(one.at).astimezone(LONDON).date())
        append(day_folder(home, owner) / SIGHTINGS, [one])


def test_days_are_deleted_whole_with_what_was_handed_on_and_by_school(journal: Journal) -> None:
    journal.write(search("kill myself"), search("poker", "2026-11-17 09:00:00"), search("poker", school="elm"))
    watch(journal.home)
    assert [(day.school, day.day, day.findings) for day in held_days(journal.home)] == [
        ("elm", MONDAY, 1),
        ("oak", MONDAY, 1),
        ("oak", MONDAY + timedelta(days=1), 1),
    ]
    assert len(list(spool_folder(journal.home).iterdir())) == 1
    gone = delete_days(journal.home, "oak", MONDAY + timedelta(days=1))
    assert [(day.day, day.findings) for day in gone] == [(MONDAY, 1)]
    assert [(day.school, day.day) for day in held_days(journal.home)] == [
        ("elm", MONDAY),
        ("oak", MONDAY + timedelta(days=1)),
    ]
    assert list(spool_folder(journal.home).iterdir()) == []
    left = b"".join(path.read_bytes() for path in (journal.home / "activity" / "findings").rglob("*") if path.is_file())
    assert b"kill" not in left
    assert delete_days(journal.home, "oak", MONDAY) == []
    assert delete_days(journal.home, "ash", MONDAY) == []


def test_what_is_frozen_for_a_concern_outlives_the_record(journal: Journal) -> None:
    journal.write(
        line("2026-11-16 07:30:00", path="/too-early"),
        line("2026-11-16 08:30:00", path="/before"),
        search("kill myself"),
        line("2026-11-16 09:59:00", path="/after"),
        line("2026-11-16 09:59:00", path="/somebody-else", person="ben"),
        line("2026-11-16 09:59:00", path="/another-school", school="elm"),
        line("2026-11-16 10:30:00", path="/too-late"),
    )
    watch(journal.home)
    (finding,) = found(journal.home)
    assert [one.path for one in context(journal.home, finding)] == ["/before", "/search", "/after"]
    path = freeze(journal.home, finding, **BY)
    delete_days(journal.home, "oak", date(2027, 1, 1))
    for segment in (journal.home / "journal").glob("*.log"):
        segment.unlink()
    assert found(journal.home) == []
    assert context(journal.home, finding) == []
    freeze(journal.home, finding, by="somebody later", at=NOW, reason="again")
    again = read_frozen(path)
    assert [one.path for one in again.events] == ["/before", "/search", "/after"]
    assert (again.by, again.reason, again.finding) == ("head", "a book", finding)
    assert frozen(journal.home, "oak") == [(finding.id, MONDAY)]
    assert frozen(journal.home, "elm") == []


def test_the_context_of_nobody_known_is_that_of_the_device(journal: Journal) -> None:
    nobody = {"person": "", "group": "", "device": "lap-1"}
    journal.write(search("cutting", **nobody), line("2026-11-16 09:10:00", path="/x", **nobody), line(path="/amy"))
    watch(journal.home)
    (finding,) = found(journal.home)
    assert [one.path for one in context(journal.home, finding)] == ["/search", "/x"]


def rescan(home: Path, *schools: str) -> list[Rescanned]:
    said: list[Rescanned] = []
    Rescan(home).run(schools or ("oak",), LONG, said.append)
    return said


def some_days(journal: Journal) -> None:
    journal.write(
        search("kill myself"),
        search("how to kill"),
        search("how to kill a mockingbird", "2026-11-16 09:00:02"),
        search("poker", "2026-11-16 23:50:00"),
        search("poker", "2026-11-17 00:20:00"),
        search("cutting", "2026-11-17 23:30:00"),
        line("2026-11-17 10:00:00", host="knife.example"),
        search("poker", "2026-11-17 12:00:00", school="elm"),
    )


@pytest.mark.parametrize("ingested", [False, True])
def test_reading_again_by_the_same_rules_changes_nothing(
    journal: Journal, ingested: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_days(journal)
    monkeypatch.setattr(watching, "TYPING_MS", 4000)
    watcher = watching.Watcher(journal.home)
    watcher.round()
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    watcher.round()
    before, elm = found(journal.home), found(journal.home, "elm")
    assert {one.theme for one in before} == {"suicide-and-self-harm", "gambling", "violence-and-weapons"}
    if ingested:
        ingest(journal.home)
    said = rescan(journal.home)
    assert found(journal.home) == before
    assert found(journal.home, "elm") == elm
    assert [(one.day, one.before, one.after) for one in said] == [
        (MONDAY, 2, 2),
        (MONDAY + timedelta(days=1), 3, 3),
    ]


def test_an_import_is_found_in_by_reading_again_and_nobody_is_alarmed(journal: Journal) -> None:
    some_days(journal)
    ingest(journal.home)
    rescan(journal.home, "oak", "elm")
    assert len(found(journal.home)) == 4
    assert len(found(journal.home, "elm")) == 1
    assert not spool_folder(journal.home).exists()


def test_findings_keep_their_ids_when_new_rules_find_something_earlier(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.write(search("razor"), search("cutting", "2026-11-16 09:10:00"), search("poker", "2026-11-16 09:20:00"))
    watch(journal.home)
    before = {one.theme: one.id for one in found(journal.home)}
    words = "belisha.activity.findings.tests.standin.WORDS"
    monkeypatch.setattr(words, {"razor": ("suicide-and-self-harm", Level.DANGER), **current(words, without="poker")})
    rescan(journal.home)
    (finding,) = found(journal.home)
    assert finding.id == before["suicide-and-self-harm"]
    assert [one.text for one in finding.seen] == ["razor", "cutting"]
    assert finding.level is Level.DANGER


def current(_: str, without: str) -> dict[str, tuple[str, Level]]:
    from belisha.activity.findings.tests.standin import WORDS

    return {words: found for words, found in WORDS.items() if words != without}


def test_a_watcher_goes_on_from_what_was_read_again(journal: Journal) -> None:
    watcher = watching.Watcher(journal.home)
    journal.write(search("poker"))
    watcher.round()
    (finding,) = found(journal.home)
    mark(journal.home, finding, **BY)
    rescan(journal.home)
    assert [one.level for one in found(journal.home)] == [Level.ADVISORY]
    journal.write(search("poker night", "2026-11-16 09:30:00"))
    watcher.round()
    (after,) = found(journal.home)
    assert (after.id, len(after.seen), rows(journal.home)) == (finding.id, 2, 2)


def test_one_is_found_by_its_id_at_the_schools_that_may_be_asked(journal: Journal) -> None:
    journal.write(search("poker"), search("poker night", "2026-11-17 00:10:00", school="elm"))
    watch(journal.home)
    (finding,) = found(journal.home)
    assert find(journal.home, finding.id) == finding
    assert find(journal.home, finding.id, ("oak",)) == finding
    assert find(journal.home, finding.id, ("elm",)) is None
    assert find(journal.home, "F-NONE") is None


def test_a_finding_across_midnight_is_of_the_day_on_which_it_began(journal: Journal) -> None:
    some = [sighting("2026-11-16 23:40:00"), sighting("2026-11-17 00:10:00"), sighting("2026-11-17 01:00:00")]
    kept(journal.home, *some)
    whole = findings_of(some, LONDON)

    def of(first: date, last: date) -> list[Finding]:
        return findings(journal.home, ("oak",), Period(first, last), LONDON)

    assert of(MONDAY, MONDAY) == whole
    assert of(MONDAY + timedelta(days=1), MONDAY + timedelta(days=1)) == []


def test_half_a_line_that_a_power_cut_left_costs_nothing_else(journal: Journal) -> None:
    owner = SchoolDay("oak", MONDAY)
    kept(journal.home, sighting("09:00:00"))
    path = day_folder(journal.home, owner) / SIGHTINGS
    with path.open("ab") as handle:
        handle.write(msgspec.json.encode(sighting("09:01:00"))[:40])
    kept(journal.home, sighting("09:02:00"))
    assert [one.at for one in sightings_of(journal.home, owner)] == [sighting("09:00:00").at, sighting("09:02:00").at]
    assert not (path.parent / TOLD).exists()


def test_a_watcher_lets_go_of_days_long_past_when_there_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[date] = []

    def load(owner: SchoolDay) -> list[Sighting]:
        loaded.append(owner.day)
        return []

    monkeypatch.setattr(remembering, "SIGHTINGS_HELD", 10)
    memory = remembering.Memory(LONDON, load, lambda _: ())
    for day in (2, 16):
        for minute in range(6):
            assert memory.add(sighting(f"2026-11-{day:02d} 09:{minute * 5:02d}:00"), 1)
    memory.forget()
    assert memory.add(sighting("2026-11-16 10:00:00"), 1)
    assert loaded.count(MONDAY) == 1, "what may still matter is held"
    assert memory.add(sighting("2026-11-02 10:00:00"), 1)
    assert loaded.count(date(2026, 11, 2)) == 2
