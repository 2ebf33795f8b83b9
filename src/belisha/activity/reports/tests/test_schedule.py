"""Weekly reports: each week once, missed weeks made up, whatever was added, taken off or killed meanwhile."""

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from belisha.activity.days import LONDON
from belisha.activity.ingest import ingest
from belisha.activity.lookups import lookups
from belisha.activity.reports import scheduled
from belisha.activity.reports.clerk import Clerk
from belisha.activity.reports.newcomers import note_finished_days
from belisha.activity.reports.schedule import (
    FILE,
    MOST_MADE_UP,
    Entry,
    ScheduleError,
    add,
    anything_due,
    due,
    read_schedule,
    remove,
)
from belisha.activity.reports.scheduled import run_due
from belisha.activity.store import Store
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, at, line

MONDAY = at("2026-11-23 00:05:00")


def entry(subject: str = "amy", kind: str = "person", **others: object) -> Entry:
    known: dict[str, object] = {
        "kind": kind,
        "subject": subject,
        "name": subject,
        "school": "oak",
        "by": "dsl",
        "purpose": "plan of Amy",
        "added": at("2026-11-18 12:00:00"),
    }
    return Entry(**(known | others))  # type: ignore[arg-type]


def weeks(one: Entry, today: str) -> list[str]:
    return [week.first.isoformat() for week in due(one, date.fromisoformat(today))]


def test_a_week_is_due_when_it_is_over() -> None:
    assert weeks(entry(), "2026-11-22") == []
    assert weeks(entry(), "2026-11-23") == ["2026-11-16"]
    assert weeks(entry(made_to=date(2026, 11, 22)), "2026-11-29") == []
    assert weeks(entry(made_to=date(2026, 11, 22)), "2026-11-30") == ["2026-11-23"]


def test_weeks_missed_are_made_up_but_not_without_end() -> None:
    assert weeks(entry(), "2026-12-01") == ["2026-11-16", "2026-11-23"]
    assert len(weeks(entry(), "2027-11-01")) == MOST_MADE_UP
    assert weeks(entry(), "2027-11-01")[-1] == "2027-10-25"


def test_the_last_week_is_the_one_that_holds_the_last_day() -> None:
    ending = entry(until=date(2026, 11, 24))
    assert weeks(ending, "2026-12-14") == ["2026-11-16", "2026-11-23"]


@pytest.fixture
def home(journal: Journal) -> Path:
    publish(journal.home)
    journal.write(
        line("2026-11-16 09:00:00", host="www.rivers.co.uk"),
        line("2026-11-17 09:00:00", person="ben", host="www.chess.example"),
        line("2026-11-18 09:00:00", device="lap-1", host="www.rivers.co.uk"),
    )
    return journal.home


def made(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "reports").rglob("*.html"))


WEEKLY = "2026-11-16-to-2026-11-22.html"


def test_what_is_due_is_made_once_and_on_record(home: Path) -> None:
    for one in (entry(), entry("ben"), entry("class-4", "class"), entry("lap-1", "device", pdf=True)):
        add(home, one)
    assert anything_due(home, MONDAY.date())
    pages = run_due(home, MONDAY)
    assert {page.parent for page in pages} == {home / "reports" / "oak" / "weekly"}
    assert made(home) == [f"{kind}-{WEEKLY}" for kind in ("class-class-4", "device-lap-1", "person-amy", "person-ben")]
    assert len(list((home / "reports").rglob("*.csv"))) == 4
    assert len(list((home / "reports").rglob("*.pdf"))) == 1
    looks = [(look.kind, look.subject, look.by, look.purpose) for look in lookups(home)]
    assert ("person", "amy", "dsl", "plan of Amy") in looks
    assert {look.what for look in lookups(home)} == {"report week, on schedule"}
    assert run_due(home, MONDAY) == []
    assert not anything_due(home, MONDAY.date())
    assert len(list(lookups(home))) == 4


def test_several_missed_weeks_are_made_at_once(home: Path) -> None:
    add(home, entry())
    assert len(run_due(home, at("2026-12-07 09:00:00"))) == 3
    assert read_schedule(home)[0].made_to == date(2026, 12, 6)


def test_a_run_that_was_killed_is_finished_by_the_next(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(home, entry())
    add(home, entry("lap-1", "device"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(scheduled, "note_made", killed)
        with pytest.raises(KeyboardInterrupt):
            run_due(home, MONDAY)
    assert len(made(home)) == 1
    run_due(home, MONDAY)
    assert len(made(home)) == 2


def test_somebody_unknown_does_not_hold_up_the_others(home: Path) -> None:
    add(home, entry("nobody"))
    add(home, entry("ben"))
    assert len(run_due(home, MONDAY)) == 1
    nobody, ben = read_schedule(home)
    assert "No person 'nobody'" in nobody.trouble
    assert (ben.trouble, ben.made_to, nobody.made_to) == ("", date(2026, 11, 22), date(2026, 11, 22))
    assert run_due(home, MONDAY) == []


def test_there_is_one_entry_about_a_subject_and_it_can_be_taken_off(home: Path) -> None:
    add(home, entry())
    add(home, entry(purpose="another"))
    assert [one.purpose for one in read_schedule(home)] == ["another"]
    assert remove(home, entry().key).purpose == "another"
    assert read_schedule(home) == []
    with pytest.raises(ScheduleError, match="'amy' of 'oak' is on the schedule"):
        remove(home, entry().key)


def test_what_was_taken_off_during_a_run_stays_off(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(home, entry())
    write = scheduled._write

    def write_and_remove(*args: object, **others: object) -> Path:
        remove(home, entry().key)
        return write(*args, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(scheduled, "_write", write_and_remove)
    run_due(home, MONDAY)
    assert read_schedule(home) == []


def test_the_federation_can_be_on_the_schedule(home: Path) -> None:
    add(home, entry("federation", "federation", school=""))
    (page,) = run_due(home, MONDAY)
    assert page.parent == home / "reports" / "-" / "weekly"


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[{")
    with pytest.raises(ScheduleError, match="Put it right or remove it"):
        read_schedule(tmp_path)


def test_the_schedule_is_readable_as_text(home: Path) -> None:
    add(home, entry())
    held = msgspec.json.decode((home / FILE).read_bytes())
    assert (held[0]["by"], held[0]["purpose"]) == ("dsl", "plan of Amy")
    assert datetime.fromisoformat(held[0]["added"]) == entry().added


def test_the_clerk_has_them_made_by_a_process_of_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk(home)
    assert clerk.look(date(2026, 11, 22)), "once a day"
    assert not clerk.look(date(2026, 11, 22)), "one at a time"
    assert clerk.wait() == 0
    assert (home / "activity" / ".sites" / "oak").is_dir() is False, "nothing is in Parquet yet"
    assert not clerk.look(date(2026, 11, 23)), "and not at once again"
    monkeypatch.setattr(clerk, "_not_before", 0.0)
    assert not clerk.look(date(2026, 11, 22)), "nothing is due"
    add(home, entry())
    assert clerk.look(date(2026, 11, 23))
    assert clerk.wait() == 0


def test_what_reports_look_up_is_made_ready_for_finished_days(home: Path) -> None:
    ingest(home)
    note_finished_days(home, Store.open(home), LONDON, date(2026, 11, 18))
    noted = sorted(path.name[:10] for path in (home / "activity" / ".sites" / "oak").glob("*.txt"))
    assert noted == ["2026-11-16", "2026-11-17"]
