"""What replies mean, what half term it is, and which steps a verdict took."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.console.filtering.proof.rules.half_terms import half_term_at
from belisha.console.filtering.proof.rules.probes import Got, Probe, Reply, Way, got_of, judged
from belisha.engine.policy.model import Calendar, Span

BLOCK = Probe("juniors", "page", "block", "http://games.probe.belisha.invalid/")
OPEN = BLOCK._replace(wanted="open")


@pytest.mark.parametrize(
    ("reply", "got", "block", "opened"),
    [
        (Reply(403, "ERR_BELISHA_JUNIORS"), Got.BLOCKED, "well", "shut"),
        (Reply(403, "ERR_ACCESS_DENIED"), Got.REFUSED, "well", "shut"),
        (Reply(400), Got.REFUSED, "well", "shut"),
        (Reply(200), Got.OPEN, "passed", "well"),
        (Reply(503, "ERR_DNS_FAIL"), Got.NO_WAY_OUT, "passed", "well"),
        (Reply(fault="not-tls"), Got.UNREAD, "passed", "well"),
        (Reply(407, "ERR_CACHE_ACCESS_DENIED"), Got.SIGN_IN, "unknown", "unknown"),
        (Reply(403, "ERR_BELISHA_TROUBLE"), Got.TROUBLE, "unknown", "unknown"),
        (Reply(fault="timeout"), Got.SILENT, "unknown", "unknown"),
        (Reply(fault="refused"), Got.GONE, "unknown", "unknown"),
        (Reply(fault="closed"), Got.CLOSED, "unknown", "unknown"),
        (Reply(fault="cut"), Got.CUT, "unknown", "well"),
    ],
)
def test_what_a_reply_proves(reply: Reply, got: Got, block: str, opened: str) -> None:
    assert got_of(reply) is got
    assert (judged(BLOCK, reply), judged(OPEN, reply)) == (block, opened)


def test_a_closed_tunnel_proves_no_block_for_a_page_of_ours_has_a_block_page() -> None:
    closed = Reply(fault="cut")
    assert judged(BLOCK, closed) == "unknown"
    assert judged(BLOCK._replace(way=Way.OTHER_NAME), closed) == "well"


def test_whoever_has_not_signed_in_is_to_be_asked_to() -> None:
    asked = Reply(407)
    assert judged(BLOCK._replace(sign_in=False), asked) == "well"
    assert judged(OPEN._replace(sign_in=False), asked) == "shut"


def test_a_search_that_arrives_unforced_is_an_alarm() -> None:
    search = OPEN._replace(check=("query", "safe=active"))
    assert judged(search, Reply(200, told=(("query", "q=a&safe=active"),))) == "well"
    assert judged(search, Reply(200, told=(("query", "q=a"),))) == "passed"


AUTUMN = Span(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18))
CALENDAR = Calendar(
    terms=(AUTUMN,),
    holidays=(
        Span(name="Half term", first=date(2026, 10, 26), last=date(2026, 10, 30)),
        Span(name="A bank holiday", first=date(2026, 11, 30), last=date(2026, 11, 30)),
    ),
)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 10, 25)),
        (date(2026, 10, 28), date(2026, 9, 1), date(2026, 10, 25)),
        (date(2026, 10, 31), date(2026, 10, 31), date(2026, 12, 18)),
        (date(2026, 12, 24), date(2026, 10, 31), date(2026, 12, 18)),
    ],
)
def test_a_half_term_lies_between_long_holidays(day: date, first: date, last: date) -> None:
    half = half_term_at(CALENDAR, day)
    assert (half.first, half.last, half.known) == (first, last, True)


def test_without_a_calendar_the_last_seven_weeks_count() -> None:
    half = half_term_at(Calendar(), date(2026, 11, 22))
    assert (half.first, half.last, half.known) == (date(2026, 10, 4), date(2026, 11, 22), False)
