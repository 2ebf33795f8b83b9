"""What replies mean, what half term it is, and which steps a verdict took."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from belisha.console.filtering.proof.rules.half_terms import half_term_at
from belisha.console.filtering.proof.rules.plan import Asker, Scope, plan
from belisha.console.filtering.proof.rules.probes import Got, Probe, Reply, Way, got_of, judged
from belisha.engine.policy.model import Calendar, Span, Tls

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


def test_what_our_own_page_did_not_answer_was_not_tested() -> None:
    download = BLOCK._replace(kind="download", tls="https", answered=True)
    for nothing in (Reply(503, "ERR_CONNECT_FAIL"), Reply(fault="cut"), Reply(fault="not-tls")):
        assert judged(download, nothing) == "unknown"
        assert judged(download._replace(wanted="open"), nothing) == "unknown"


def test_a_download_in_a_connection_that_is_read_by_name_only_is_unseen_and_never_well() -> None:
    download = BLOCK._replace(kind="download", tls="https", answered=True, unread=True)
    assert judged(download, Reply(200)) == "unseen"
    assert judged(download, Reply(403, "ERR_BELISHA_FILE")) == "well"
    # the gateway did read it, and let it through
    assert judged(download, Reply(200, ours=True)) == "passed"


def an_asker(**tls: object) -> Asker:
    settled = SimpleNamespace(
        tls=SimpleNamespace(**({"trusted": True, "default": Tls.INSPECT} | tls)),
        blocked_file_kinds=frozenset({"programs"}),
        safe_search=True,
        youtube="strict",
        unlisted="allow",
    )
    table = SimpleNamespace(effective=settled, locked_categories=frozenset())
    return Asker(SimpleNamespace(profile="staff"), table, frozenset())


def planned(asker: Asker, kind: str) -> set[tuple[str, str, str, bool]]:
    probes = plan([asker], Scope([], {}, [], full=True))
    return {(one.tls, one.name, one.wanted, one.unread) for one in probes if one.kind == kind}


def test_downloads_and_searches_are_tested_inside_tls_as_far_as_the_policy_has_it_read() -> None:
    read, by_name = an_asker(), an_asker(default=Tls.NAME_ONLY)
    stranger = an_asker(trusted=False, default=Tls.NAME_ONLY)
    for tls in ("http", "https"):
        for how in ("name in the address", "type of the answer", "name in the answer"):
            assert (tls, f"programs: {how}", "block", False) in planned(read, "download")
    inside = {one for one in planned(by_name, "download") if one[0] == "https"}
    assert inside == {("https", "programs: name in the answer", "block", True)}
    # a search is read wherever the device trusts us, for it could not be made safe otherwise
    assert ("https", "safe search", "open", False) in planned(by_name, "search")
    assert ("https", "safe search", "open", True) in planned(stranger, "search")
