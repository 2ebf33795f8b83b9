"""A site is new to a school when nobody there visited it in the twelve weeks before."""

from datetime import date
from pathlib import Path

from belisha.activity.days import Period
from belisha.activity.ingest import ingest
from belisha.activity.register import Kind
from belisha.activity.reports.page import as_page
from belisha.activity.reports.tests.made import report
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, line


def new(home: Path, kind: Kind = Kind.PERSON, text: str = "amy") -> list[str] | None:
    found = report(home, kind, text).newcomers
    return None if found is None else [row.domain for row in found]


def noted(home: Path) -> list[str]:
    return sorted(path.read_text() for path in (home / "activity" / ".sites" / "oak").glob("*.txt"))


def test_what_others_of_the_school_visited_before_is_not_new(journal: Journal) -> None:
    publish(journal.home)
    journal.write(
        line("2026-08-20 09:00:00", host="too-long-ago.example"),
        line("2026-08-27 09:00:00", host="old.example", person="ben"),
        line("2026-11-10 09:00:00", host="new.example", school="elm"),
        line("2026-11-10 09:00:00", host="new.example", verdict="block", category="games"),
        line("2026-11-16 09:00:00", host="old.example"),
        line("2026-11-16 09:00:00", host="too-long-ago.example"),
        line("2026-11-17 09:00:00", host="www.new.example"),
    )
    ingest(journal.home)
    assert new(journal.home) == ["new.example", "too-long-ago.example"]
    assert new(journal.home, Kind.SCHOOL, "oak") == ["new.example", "too-long-ago.example"]
    assert new(journal.home, Kind.PERSON, "ben") == []
    assert noted(journal.home) == ["", "old.example"]


def test_a_short_record_cannot_tell_and_says_so(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line("2026-11-03 09:00:00"), line("2026-11-16 09:00:00", host="new.example"))
    ingest(journal.home)
    assert new(journal.home) is None
    assert "does not go back far enough to tell" in as_page(report(journal.home))
    journal.write(line("2026-11-02 09:00:00"))
    ingest(journal.home)
    assert new(journal.home) == ["new.example"]


def test_what_comes_in_late_is_noted_too(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line("2026-10-12 09:00:00"), line("2026-11-16 09:00:00", host="new.example"))
    ingest(journal.home)
    assert new(journal.home) == ["new.example"]
    journal.write(line("2026-10-12 10:00:00", host="new.example", person="ben"))
    ingest(journal.home)
    assert new(journal.home) == []
    assert noted(journal.home) == ["new.example\nrivers.example"], "the list that was made of less is gone"


def test_days_are_the_schools_own(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line("2026-10-12 09:00:00"), line("2026-11-15 23:59:59.999", host="sunday.example"))
    journal.write(
        line("2026-11-16 00:30:00", host="sunday.example"), line("2026-11-16 09:00:00", host="monday.example")
    )
    ingest(journal.home)
    assert new(journal.home) == ["monday.example"]
    week = Period(date(2026, 11, 9), date(2026, 11, 15))
    assert [row.domain for row in report(journal.home, week=week).newcomers or []] == ["sunday.example"]
