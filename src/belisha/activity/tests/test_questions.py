"""What counts as a request, a page, a visit, a try and a search."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from belisha.activity import questions
from belisha.activity.questions import prepare
from belisha.activity.store import Scope, Store, View
from belisha.activity.tests.written import LONG, Journal, at, line

Answer = TypeVar("Answer")
Ask = Callable[[Callable[[View], Answer]], Answer]
PERSON = [("person", ("amy",))]
_OPENED = {"method": "CONNECT", "path": "", "content_type": "", "squid_tag": "NONE_NONE", "bytes": "0"}
_TUNNEL = {"method": "CONNECT", "path": "", "content_type": "", "squid_tag": "TCP_TUNNEL", "tls": "splice"}


@pytest.fixture
def ask(journal: Journal) -> Ask:
    def asked(question: Callable[[View], Answer]) -> Answer:
        def prepared(view: View) -> Answer:
            prepare(view, PERSON)
            return question(view)

        return Store.open(journal.home).ask(Scope(("oak",), LONG), prepared)

    return asked


def test_one_inspected_page_is_one_request_and_one_visit(journal: Journal, ask: Ask) -> None:
    journal.write(line(**_OPENED), line())
    assert ask(questions.totals).requests == 1
    (visit,) = ask(questions.visited)
    assert (visit.domain, visit.visits, visit.pages) == ("rivers.example", 1, 1)


def test_one_tunnel_is_one_request_and_one_visit(journal: Journal, ask: Ask) -> None:
    journal.write(line(**_OPENED, tls="splice"), line("2026-11-16 09:00:02", **_TUNNEL))
    assert ask(questions.totals).requests == 1
    assert [visit.visits for visit in ask(questions.visited)] == [1]


def test_one_blocked_page_is_one_request_however_it_was_delivered(journal: Journal, ask: Ask) -> None:
    journal.write(
        line(method="CONNECT", path="", content_type="", squid_tag="TCP_DENIED", verdict="block", category="games"),
        line(status="403", squid_tag="NONE_NONE", who_and_why="-"),
    )
    assert (ask(questions.totals).requests, ask(questions.totals).blocked) == (1, 1)
    (block,) = ask(questions.blocked)
    assert (block.host, block.category, block.tries, block.requests) == ("www.rivers.example", "games", 1, 1)


def test_a_tunnel_that_the_device_reset_after_reading_is_a_visit(journal: Journal, ask: Ask) -> None:
    journal.write(line(**_TUNNEL, status="500", bytes="1840"))
    assert [visit.pages for visit in ask(questions.visited)] == [1]


@pytest.mark.parametrize(
    "no_page",
    [
        {"content_type": "image/png"},
        {"status": "301"},
        {"status": "404"},
        {"method": "POST"},
        {"path": "/favicon.ico"},
        {"verdict": "block"},
        {"verdict": ""},
        {**_TUNNEL, "status": "503"},
        {**_TUNNEL, "status": "500", "bytes": "0"},
    ],
)
def test_what_is_no_page_is_no_visit(journal: Journal, ask: Ask, no_page: dict[str, str]) -> None:
    journal.write(line(**no_page))
    assert ask(questions.totals).requests == 1
    assert ask(questions.visited) == []


def test_a_pause_of_more_than_ten_minutes_ends_a_visit(journal: Journal, ask: Ask) -> None:
    times = ["09:00:00", "09:09:59", "09:19:58", "09:30:00"]  # begun a little earlier: the duration is 4 ms
    journal.write(*(line(f"2026-11-16 {time}", path=f"/{time}") for time in times))
    (visit,) = ask(questions.visited)
    assert (visit.visits, visit.pages, visit.minutes) == (2, 4, 4)
    assert visit.first == at("2026-11-16 08:59:59.996")
    assert visit.last == at("2026-11-16 09:30:00")


def test_visits_are_counted_for_each_person_and_all_hosts_of_a_site_together(journal: Journal, ask: Ask) -> None:
    journal.write(line(host="a.rivers.co.uk"), line(host="b.rivers.co.uk"), line(host="rivers.co.uk", person="ben"))

    def of_all(view: View) -> list[questions.Visited]:
        prepare(view, [("school", ("oak",))])
        return questions.visited(view)

    assert [(one.domain, one.visits) for one in ask(of_all)] == [("rivers.co.uk", 2)]
    assert [(one.domain, one.visits, one.pages) for one in ask(questions.visited)] == [("rivers.co.uk", 1, 2)]


def test_minutes_are_those_of_the_clock_with_any_request_to_the_site(journal: Journal, ask: Ask) -> None:
    journal.write(line("2026-11-16 09:00:10"), line("2026-11-16 09:00:50", content_type="image/png"))
    journal.write(line("2026-11-16 09:01:10", content_type="image/png"))
    assert [visit.minutes for visit in ask(questions.visited)] == [2]


def test_tries_within_a_minute_are_one_and_every_reason_is_a_row(journal: Journal, ask: Ask) -> None:
    for second in (0, 30, 59):
        journal.write(line(f"2026-11-16 09:00:{second:02d}", verdict="block", category="games", list="ut1/games"))
    journal.write(line("2026-11-16 09:05:00", verdict="block", category="games", list="ut1/games"))
    journal.write(line("2026-11-16 09:05:00", verdict="block", rule="oak-3"))
    assert [(one.category, one.rule, one.list, one.tries, one.requests) for one in ask(questions.blocked)] == [
        ("games", "", "ut1/games", 2, 4),
        ("", "oak-3", "", 1, 1),
    ]


def test_a_search_sent_twice_at_once_is_one_search(journal: Journal, ask: Ask) -> None:
    search = {"host": "www.google.com", "path": "/search", "query": "q=rivers"}
    journal.write(line("2026-11-16 09:00:00", **search, status="302"), line("2026-11-16 09:00:01", **search))
    journal.write(line("2026-11-16 10:00:00", **search), line("2026-11-16 08:00:00", **search | {"query": "q=first"}))
    assert [(one.term, one.engine, one.times) for one in ask(questions.searched)] == [
        ("first", "Google", 1),
        ("rivers", "Google", 2),
    ]


def test_requests_of_nobody_on_the_same_address_are_told_apart(journal: Journal, ask: Ask) -> None:
    journal.write(line(address="10.0.0.1", device="lap-1"))
    journal.write(line(address="10.0.0.1", device="lap-1", person="", how_known="unknown"))
    journal.write(line(address="10.0.0.2", person="", how_known="unknown"), line(address="10.0.0.1", person="ben"))
    assert ask(questions.totals).requests == 1
    assert [(one.device, one.address, one.requests) for one in ask(questions.nobody_on_their_devices)] == [
        ("lap-1", "10.0.0.1", 1)
    ]
    assert [(one.how, one.requests) for one in ask(questions.ways_known)] == [("sign-in", 1)]


def test_the_last_lines_come_in_the_order_of_time(journal: Journal) -> None:
    journal.write(
        *(line(f"2026-11-16 09:00:0{n}", path=f"/{n}", verdict="block" if n % 2 else "allow") for n in range(6))
    )
    journal.write(line("2026-11-16 09:00:00", path="/ben", person="ben"))

    def last(count: int, person: str = "", *, blocked: bool = False) -> list[str]:
        return Store.open(journal.home).ask(
            Scope(("oak",), LONG),
            lambda view: [
                one.path for one in questions.latest(view, count, person=person, blocked=blocked, every=True)
            ],
        )

    assert last(2) == ["/4", "/5"]
    assert last(2, blocked=True) == ["/3", "/5"]
    assert last(9, "ben") == ["/ben"]
    assert last(0) == []
