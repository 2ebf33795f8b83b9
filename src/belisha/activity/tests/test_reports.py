"""A report says the same as text, page and spreadsheet, and what it holds can do no harm there."""

import csv
import io
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from belisha.activity.days import Period
from belisha.activity.register import Kind, read_register
from belisha.activity.reports import page
from belisha.activity.reports.counting import Desk, make_report
from belisha.activity.reports.page import as_page
from belisha.activity.reports.periods import Length, Stretch, earlier
from belisha.activity.reports.report import Making, Report, Wanted
from belisha.activity.reports.spreadsheet import HEAD, as_csv, write_requests
from belisha.activity.reports.tables import tables
from belisha.activity.reports.text import ROWS_SHOWN, as_text
from belisha.activity.store import Scope, Store
from belisha.activity.subjects import find_subject
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, at, line
from belisha.engine.policy.model import Calendar

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
MAKING = Making(by="office", at=at("2026-11-23 08:05:00"), purpose="concern 12")
SEARCH = {"host": "www.google.com", "path": "/search"}


def report(home: Path, kind: Kind = Kind.PERSON, text: str = "amy", week: Period = WEEK) -> Report:
    desk = Desk(home, Store.open(home), read_register(home), MAKING)
    subject = find_subject(desk.store, desk.register, kind, text, ["oak"])
    stretch = Stretch(Length.WEEK, week)
    return make_report(desk, subject, Wanted(stretch=stretch, earlier=earlier(stretch, Calendar(), MAKING.at.date())))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class Shape(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def a_week(journal: Journal) -> None:
    publish(journal.home)
    journal.write(
        line("2026-11-16 09:00:00", host="www.rivers.co.uk"),
        line("2026-11-16 09:01:00", **SEARCH, query="q=longest+river"),
        line("2026-11-17 14:30:00", host="games.example", verdict="block", category="games", list="ut1/games"),
        line("2026-11-17 14:31:00", host="tiktok.com", verdict="block", rule="fed-1"),
        line("2026-11-18 10:00:00", person="", how_known="unknown", device="lap-1"),
        line("2026-11-18 10:00:00", person="ben", host="www.chess.example"),
        line("2026-11-18 10:00:00", school="elm", host="www.elm.example"),
    )


def test_every_form_holds_what_was_visited_blocked_and_searched(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home)
    for form in (as_text(made), as_page(made), as_csv(made)):
        for expected in ("rivers.co.uk", "longest river", "games.example", "ut1/games", "tiktok.com", "fed-1"):
            assert expected in form
        assert "chess.example" not in form
        assert "elm.example" not in form
    assert made.now.requests == 4


def test_a_report_says_whose_when_by_whom_and_what_for(journal: Journal) -> None:
    a_week(journal)
    for form in (as_text(report(journal.home)), as_page(report(journal.home))):
        assert "Internet use of Amy Ng" in form
        assert "person amy, Oakfield Primary School" in form
        assert "Mon 16 to Sun 22 Nov 2026" in form
        assert "The week before (Mon 9 to Sun 15 Nov 2026)" in form
        assert "Europe/London" in form
        for told in ("office", "concern 12", "Mon 23 Nov 2026, 08:05"):
            assert told in form
    said = {row["What"]: row["Said"] for row in rows(as_csv(report(journal.home))) if row["Table"] == HEAD}
    assert (said["Title"], said["Days"]) == ("Internet use of Amy Ng", "Mon 16 to Sun 22 Nov 2026")
    assert (said["Asked for by"], said["Purpose"]) == ("office", "concern 12")
    assert said["Made"] == "Mon 23 Nov 2026, 08:05 (Europe/London)"


def test_an_empty_report_says_so(journal: Journal) -> None:
    publish(journal.home)
    made = report(journal.home)
    for form in (as_text(made), as_page(made)):
        assert "Nothing is on record of Amy Ng from Mon 16 to Sun 22 Nov 2026." in form
    assert made.empty
    assert [day.requests for day in made.days] == [0] * 7


@pytest.mark.parametrize(
    ("kind", "text", "requests"), [(Kind.SCHOOL, "oak", 6), (Kind.GROUP, "ks2", 6), (Kind.DEVICE, "lap-1", 1)]
)
def test_groups_devices_and_schools_have_reports_too(journal: Journal, kind: Kind, text: str, requests: int) -> None:
    a_week(journal)
    made = report(journal.home, kind, text)
    assert made.now.requests == requests
    assert made.nobody == []


def test_requests_with_nobody_known_are_counted_apart(journal: Journal) -> None:
    a_week(journal)
    assert [(one.device, one.requests) for one in report(journal.home).nobody] == [("lap-1", 1)]
    assert report(journal.home, Kind.SCHOOL, "oak").now.nobody_known == 1


def test_days_and_hours_are_those_of_the_clock_on_the_wall(journal: Journal) -> None:
    autumn = Period(date(2026, 10, 24), date(2026, 10, 25))
    for utc in ("2026-10-24 23:30:00", "2026-10-25 00:30:00", "2026-10-25 01:30:00", "2026-10-24 08:00:00"):
        journal.write(line(datetime.fromisoformat(utc + "+00:00")))
    made = report(journal.home, week=autumn)
    assert [(day.day.day, day.requests) for day in made.days] == [(24, 1), (25, 3)]
    assert [(hour.hour, hour.requests) for hour in made.hours if hour.requests] == [(0, 1), (1, 2), (9, 1)]


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "\x1b[2J", "\u202egpj.exe"]


def test_nothing_in_a_page_runs_or_reaches_out(journal: Journal) -> None:
    for number, text in enumerate(HOSTILE):
        journal.write(
            line(f"2026-11-16 09:0{number}:00", host=f"h{number}.example", verdict="block", category=text, rule=text),
            line(**SEARCH, query=f"q={number}%3Cscript%3E"),
        )
    written = as_page(report(journal.home))
    shape = Shape(written)
    tags = {tag for tag, _ in shape.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    assert not [attrs for _, attrs in shape.tags if any(name.startswith("on") for name in attrs)]
    assert all(str(attrs["href"]).startswith("#") for tag, attrs in shape.tags if tag == "a")
    assert any(word.startswith(HOSTILE[0]) for word in shape.words)
    assert any(word.startswith("{{ 7*7 }}") for word in shape.words)
    assert not set("\x1b\u202e") & set(written)
    assert not set("\x1b\u202e") & set(as_text(report(journal.home)))


def test_a_page_is_built_for_everybody(journal: Journal) -> None:
    a_week(journal)
    written = as_page(report(journal.home))
    shape = Shape(written)
    tags = [tag for tag, _ in shape.tags]
    assert dict(shape.tags)["html"] == {"lang": "en-GB"}
    assert tags.count("h1") == tags.count("main") == written.partition("<body>")[0].count("<title>") == 1
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in shape.tags if tag == "th")
    ids = {attrs["id"] for _, attrs in shape.tags if "id" in attrs}
    named = [one for _, attrs in shape.tags for one in str(attrs.get("aria-labelledby") or "").split()]
    assert named
    assert set(named) <= ids
    assert all(attrs.get("tabindex") == "0" for _, attrs in shape.tags if attrs.get("class") == "scroll")
    assert "@media print" in written
    assert "width=device-width" in written


def test_long_tables_are_cut_for_reading_and_whole_in_the_spreadsheet(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "ROWS_OPEN", 4)
    monkeypatch.setattr(page, "ROWS_SHOWN", 10)
    journal.write(*(line(host=f"www.site{number:03d}.co.uk") for number in range(ROWS_SHOWN + 5)))
    made = report(journal.home)
    assert "and 5 more" in as_text(made)
    assert "The other 6 of the first 10</summary>" in as_page(made)
    assert "16 more are on the screen and in the spreadsheet." in as_page(made)
    assert "10 more are in the spreadsheet." in as_page(made)
    assert "site019" not in as_text(made)
    assert "site019" not in as_page(made)
    assert "site019" in as_csv(made)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_spreadsheet_is_a_formula(journal: Journal, tmp_path: Path, formula: str) -> None:
    publish(journal.home)
    hostile = {"category": formula, "rule": formula, "host": formula, "verdict": "block", "device": formula}
    journal.write(line("2026-11-16 09:00:00", **hostile, path=formula, content_type=formula))
    made = report(journal.home)
    target = tmp_path / "requests.csv"
    store = Store.open(journal.home)
    assert write_requests(store, made.subject, Scope(("oak",), WEEK), target) == 1
    for text in (as_csv(made), target.read_text()):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any(formula.strip() in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_spreadsheet_has_one_row_for_each_row_of_each_table(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home)
    written = [row for row in rows(as_csv(made)) if row["Table"] != HEAD]
    assert len(written) == sum(len(table.rows) for table in tables(made))
    (river,) = [row for row in written if row["Site"] == "rivers.co.uk"]
    assert (river["Table"], river["Visits"], river["Last"]) == ("Visited", "1", "2026-11-16 09:00:00")
    assert next(row["Day"] for row in written if row["Table"] == "By day") == "2026-11-16"


def test_the_list_of_requests_holds_every_line_whether_it_counts_or_not(journal: Journal, tmp_path: Path) -> None:
    journal.write(
        line("2026-07-01 09:00:00.123", method="CONNECT", squid_tag="NONE_NONE", path=""),
        line("2026-07-01 09:00:00.500", path='/a,b"c'),
        line(person="ben"),
    )
    store = Store.open(journal.home)
    subject = find_subject(store, read_register(journal.home), Kind.PERSON, "amy", ["oak"])
    july = Period(date(2026, 7, 1), date(2026, 7, 1))
    assert write_requests(store, subject, Scope(("oak",), july), tmp_path / "r.csv") == 2
    written = rows((tmp_path / "r.csv").read_text())
    assert [row["time"] for row in written] == ["2026-07-01 09:00:00.123", "2026-07-01 09:00:00.500"]
    assert [row["path"] for row in written] == ["", '/a,b"c']
