"""What a report counts: it agrees with itself, with the same report made among many, and shows nobody else's use."""

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.activity.days import Period
from belisha.activity.findings import findings
from belisha.activity.findings import watcher as watching
from belisha.activity.findings.marks import mark
from belisha.activity.findings.tests.made import search
from belisha.activity.findings.tests.standin import StandIn
from belisha.activity.ingest import ingest
from belisha.activity.questions import Only
from belisha.activity.register import Kind
from belisha.activity.reports.counting import make_reports
from belisha.activity.reports.everybody import people_on_record
from belisha.activity.reports.page import as_page
from belisha.activity.reports.periods import Length, Stretch
from belisha.activity.reports.report import Report, Sort
from belisha.activity.reports.tables import tables
from belisha.activity.reports.tests.made import WEEK, desk, report, wanted
from belisha.activity.tests.cast import publish
from belisha.activity.tests.written import Journal, at, line
from belisha.engine.themes import Reader

SEARCH = {"host": "www.google.com", "path": "/search"}
BLOCK = {"verdict": "block", "category": "games", "list": "ut1/games"}


def a_week(journal: Journal) -> None:
    """Two weeks at two schools, a little of everything."""
    publish(journal.home)
    journal.write(
        line("2026-11-10 09:00:00", host="www.rivers.co.uk"),
        line("2026-11-10 09:05:00", host="games.example", **BLOCK),
        line("2026-11-16 09:00:00", host="www.rivers.co.uk"),
        line("2026-11-16 09:01:00", **SEARCH, query="q=longest+river"),
        line("2026-11-17 14:30:00", host="games.example", **BLOCK),
        line("2026-11-17 14:40:00", host="games.example", **BLOCK),
        line("2026-11-18 10:00:00", person="", how_known="unknown", device="lap-1"),
        line("2026-11-18 10:00:00", person="ben", group="class-5", host="www.chess.example", address="10.7.0.3"),
        line("2026-11-18 10:10:00", person="ben", group="class-5", device="lap-2", host="www.chess.example"),
        line("2026-11-18 10:00:00", school="elm", person="amy", group="", host="www.elm.example"),
    )


def agrees(made: Report) -> None:
    """The sums of every table are the sums at the head."""
    now = made.now
    for rows in (made.days, made.hours):
        assert sum(row.pages for row in rows) == now.pages
        assert sum(row.tries for row in rows) == now.tries
        assert sum(row.searches for row in rows) == now.searches
        assert sum(row.requests for row in rows) == now.requests
    assert sum(row.pages for row in made.visited) == now.pages
    assert len(made.visited) == now.sites
    assert sum(row.tries for row in made.blocked) == now.tries == sum(row.tries for row in made.refused)
    assert sum(row.requests for row in made.blocked) == now.blocked
    assert sum(row.times for row in made.searched) == now.searches
    assert sum(row.requests for row in made.devices) == sum(row.requests for row in made.known) == now.requests
    if made.before is not None:
        assert sum(row.before for row in made.refused) == made.before.tries


times = st.builds(
    lambda day, second: f"{day} {timedelta(seconds=second)!s:0>8}",
    st.dates(date(2026, 3, 23), date(2026, 4, 3)) | st.dates(date(2026, 10, 19), date(2026, 11, 2)),
    st.integers(0, 86_399),
)
events = st.lists(
    st.tuples(
        times,
        st.sampled_from(["amy", "ben", ""]),
        st.sampled_from([{}, BLOCK, {**SEARCH, "query": "q=x"}, {"host": "10.0.0.9"}, {"content_type": "image/png"}]),
    ),
    max_size=12,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events, st.sampled_from([date(2026, 3, 23), date(2026, 10, 19)]), st.integers(0, 9))
def test_sums_agree_between_tables_also_when_the_clocks_change(
    tmp_path_factory: pytest.TempPathFactory, some: list[tuple[str, str, dict[str, str]]], first: date, more: int
) -> None:
    journal = Journal(tmp_path_factory.mktemp("home") / "home")
    publish(journal.home)
    journal.write(*(line(when, person=who, **what) for when, who, what in some))
    week = Period(first, first + timedelta(days=more))
    agrees(report(journal.home, Kind.SCHOOL, "oak", week=week, length=Length.RANGE))
    agrees(report(journal.home, week=week, length=Length.RANGE))


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.DEVICE])
def test_a_report_made_among_many_is_the_same_as_one_made_alone(journal: Journal, kind: Kind) -> None:
    a_week(journal)
    ingest(journal.home)
    at_desk = desk(journal.home)
    alone = [report(journal.home, kind, one) for one in (("amy", "ben") if kind is Kind.PERSON else ("lap-1", "lap-2"))]
    subjects = [made.subject for made in alone]
    asked = wanted(Stretch(Length.WEEK, WEEK), at_desk, subjects[0])
    for made, one in zip(make_reports(at_desk, subjects, asked), alone, strict=True):
        assert as_page(made) == as_page(one)
        agrees(made)


def test_everybody_is_who_is_on_record_at_the_school(journal: Journal) -> None:
    a_week(journal)
    at_desk = desk(journal.home)
    asked = wanted(Stretch(Length.WEEK, WEEK), at_desk, report(journal.home).subject)
    assert [(one.id, one.name) for one in people_on_record(at_desk, "oak", asked)] == [
        ("amy", "Amy Ng"),
        ("ben", "Ben Fox"),
    ]


def test_the_period_before_is_counted_beside(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home)
    assert made.before is not None
    assert (made.before.pages, made.before.tries) == (1, 1)
    assert (made.now.pages, made.now.tries, made.now.searches) == (2, 2, 1)
    short = {row[0]: row[1:] for row in tables(made)[0].rows}
    assert short["Blocked tries"] == (2, 1, "1 more than before")


def test_what_is_not_on_record_any_more_is_never_told_as_nothing(journal: Journal) -> None:
    publish(journal.home)
    journal.write(*(line(f"2026-11-17 09:0{n}:00", host="games.example", **BLOCK) for n in range(6)))
    ingest(journal.home)
    made = report(journal.home)
    assert made.before is None
    assert made.worth == [], "no rise over days that nobody can know of"
    assert "Nothing: the record begins on Tue 17 Nov 2026." in as_page(made)
    assert "Mon 16 to Sun 22 Nov 2026; the record begins on Tue 17 Nov 2026" in as_page(made)
    gone = report(journal.home, week=Period(date(2026, 11, 9), date(2026, 11, 15)))
    assert "Nothing is on record of Amy Ng from Mon 9 to Sun 15 Nov 2026: the record begins on Tue 17 " in as_page(gone)
    after = report(journal.home, week=Period(date(2026, 11, 18), date(2026, 11, 22)), length=Length.RANGE)
    assert after.before is not None
    assert "(Fri 13 to Tue 17 Nov 2026). The record begins on Tue 17 Nov 2026." in as_page(after)


def test_nothing_between_the_two_periods_is_counted(journal: Journal) -> None:
    publish(journal.home)
    journal.write(line("2026-10-21 09:00:00"), line("2026-10-28 09:00:00"), line("2026-11-03 09:00:00"))
    made = report(journal.home, week=Period(date(2026, 11, 2), date(2026, 11, 8)))
    assert made.before is not None
    assert (made.now.requests, made.before.requests) == (1, 1), "half term lies between"


def test_two_schools_never_see_each_other(journal: Journal) -> None:
    a_week(journal)
    for kind, text in ((Kind.SCHOOL, "oak"), (Kind.PERSON, "amy"), (Kind.GROUP, "ks2"), (Kind.DEVICE, "10.1.0.7")):
        assert b"elm" not in msgspec.json.encode(report(journal.home, kind, text))
    elm = report(journal.home, Kind.PERSON, "amy", school="elm")
    assert [row.domain for row in elm.visited] == ["elm.example"]


def test_the_federation_shows_its_schools_side_by_side_and_no_name(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home, Kind.FEDERATION, "")
    assert [(part.name, part.people, part.pages, part.tries) for part in made.schools] == [
        ("Oakfield Primary School", 3, 5, 2),
        ("Elm Road School", 1, 1, 0),
    ]
    assert made.now.pages == sum(part.pages for part in made.schools)
    assert not nameful(made)


def nameful(made: Report) -> bool:
    page = as_page(made) + msgspec.json.encode(made).decode()
    return any(name in page for name in ("Amy", "amy", "Ben Fox"))


@pytest.mark.parametrize(("kind", "text"), [(Kind.SCHOOL, "oak"), (Kind.GROUP, "chess"), (Kind.DEVICE, "lap-2")])
def test_people_are_named_only_when_asked_for(journal: Journal, kind: Kind, text: str) -> None:
    a_week(journal)
    assert "Ben Fox" not in as_page(report(journal.home, kind, text))
    named = report(journal.home, kind, text, names=True)
    assert "Ben Fox" in [part.name for part in named.people]
    assert "Named because the report was asked for with names; that is on record." in as_page(named)


def test_the_groups_of_a_school_stand_side_by_side(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home, Kind.SCHOOL, "oak")
    assert [(part.name, part.people) for part in made.groups] == [("4 Ash", 2), ("5 Elm", 1)]


def test_a_room_is_its_devices_and_its_network(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home, Kind.ROOM, "library")
    assert [(row.device, row.address) for row in made.devices] == [("", "10.7.0.3"), ("lap-2", "10.1.0.7")]


@pytest.mark.parametrize(
    ("only", "pages", "tries", "searches"),
    [
        (Only(site="rivers.co.uk"), 1, 0, 0),
        (Only(site="games.example"), 0, 2, 0),
        (Only(category="games"), 0, 2, 0),
        (Only(category="games", verdict="allow"), 0, 0, 0),
        (Only(verdict="allow"), 2, 0, 1),
        (Only(text="LONGEST"), 1, 0, 1),
        (Only(text="%"), 0, 0, 0),
        (Only(text="' OR 1=1 --"), 0, 0, 0),
    ],
)
def test_a_report_can_be_narrowed_and_says_so(
    journal: Journal, only: Only, pages: int, tries: int, searches: int
) -> None:
    a_week(journal)
    made = report(journal.home, only=only)
    assert (made.now.pages, made.now.tries, made.now.searches) == (pages, tries, searches)
    agrees(made)
    assert "<dt>Only</dt>" in as_page(made)


def test_a_narrowed_report_of_nothing_says_of_what_there_is_nothing(journal: Journal) -> None:
    a_week(journal)
    made = report(journal.home, only=Only(site="nowhere.example"))
    said = "Nothing of what was asked for (the site nowhere.example) is on record of Amy Ng"
    assert said in as_page(made)
    assert "Nothing is on record of" not in as_page(made)


def test_what_was_called_a_false_alarm_comes_back_at_the_head_only_when_there_is_more(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "shipped", classmethod(lambda _: StandIn()))
    publish(journal.home)
    journal.write(search("kill myself", "2026-11-16 09:00:00"))
    monkeypatch.setattr(watching, "TYPING_MS", 0)
    watching.Watcher(journal.home).round()
    before = report(journal.home)
    assert [worth.rule for worth in before.worth] == ["danger"]
    (found,) = findings(journal.home, ["oak"], WEEK)
    mark(journal.home, found, by="Ms Rook", at=at("2026-11-16 12:00:00"), reason="a song")
    made = report(journal.home)
    assert made.worth == []
    assert "A false alarm, said Ms Rook on Mon 16 Nov 2026: a song." in as_page(made)
    mark(journal.home, found, by="Ms Rook", at=at("2026-11-16 13:00:00"), reason="real", undo=True)
    assert report(journal.home).worth == before.worth


def test_lists_can_be_sorted(journal: Journal) -> None:
    publish(journal.home)
    for minute, host in enumerate(("b.example", "c.example", "a.example")):
        journal.write(*(line(f"2026-11-16 1{n}:0{minute}:00", host=host) for n in range(3 if host[0] == "c" else 1)))

    def order(sort: Sort) -> str:
        return "".join(row.domain[0] for row in report(journal.home, sort=sort).visited)

    assert [order(sort) for sort in (Sort.MOST, Sort.NAME, Sort.FIRST, Sort.LAST)] == ["cab", "abc", "bca", "cab"]


def test_a_term_is_shown_week_by_week(journal: Journal) -> None:
    a_week(journal)
    term = Period(date(2026, 9, 2), date(2026, 12, 18))
    made = report(journal.home, week=term, length=Length.TERM)
    assert made.by_week
    assert [row.day for row in made.days if row.pages] == [date(2026, 11, 9), date(2026, 11, 16)]
    assert made.days[-1].day == date(2026, 11, 23), "days to come are no days without use"
    assert len(made.days) == 13
    assert made.wanted.earlier is not None
    assert made.wanted.earlier.words == "the term before, Summer"
    assert "changes are for each school day" in as_page(made)


def test_a_day_of_23_hours_and_one_of_25_have_all_their_requests(journal: Journal) -> None:
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        start = datetime.fromisoformat(f"{day} 00:00:00+00:00") - timedelta(hours=1 if hours == 25 else 0)
        journal.write(*(line(start + timedelta(hours=n, minutes=30)) for n in range(hours)))
        one = Period(date.fromisoformat(day), date.fromisoformat(day))
        made = report(journal.home, week=one, length=Length.DAY)
        assert (made.now.requests, [row.requests for row in made.days]) == (hours, [hours])
        doubled = [row.hour for row in made.hours if row.requests != 1]
        assert doubled == [1]


def test_midnight_and_the_leap_day_divide_days(journal: Journal) -> None:
    journal.write(
        line("2028-02-28 23:59:59.999"),
        line("2028-02-29 00:00:00"),
        line("2028-02-29 23:59:59.999"),
        line("2028-03-01 00:00:00"),
    )
    days = Period(date(2028, 2, 28), date(2028, 3, 1))
    made = report(journal.home, week=days, length=Length.RANGE)
    assert [(row.day.day, row.requests) for row in made.days] == [(28, 1), (29, 2), (1, 1)]
