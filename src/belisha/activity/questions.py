"""The questions that reports ask, and what their words mean: request, page, visit, try, search.

They run on the tables that `prepare` makes for a subject.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from belisha.activity.events import Event
from belisha.activity.store import View

VISIT_GAP_MS = 10 * 60_000
TRY_GAP_MS = 60_000
QUARTER_MS = 15 * 60_000

_REQUESTS = """
    SELECT *,
        epoch_ms(time) AS ended,
        epoch_ms(time) - duration_ms AS begun,
        coalesce(nullif(person, ''), nullif(device, ''), address) AS who,
        verdict = 'allow' AND (
            (method = 'GET' AND (status BETWEEN 200 AND 299 OR status = 304)
                AND content_type IN ('text/html', 'application/xhtml+xml'))
            OR (method = 'CONNECT' AND squid_tag = 'TCP_TUNNEL' AND status IN (200, 500) AND bytes > 0)
        ) AS is_page
    FROM in_scope
    WHERE NOT (squid_tag = 'NONE_NONE' AND verdict <> 'block')
"""
"""A line counts as a request unless it only says that a connection was opened, or that a block's page was delivered.
A page is a document that was fetched, or a connection of which only the name is known and that carried something: Squid
notes status 500 for one that the device ended by a reset, whatever came through before."""


def prepare(view: View, choices: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Make the tables of the subject: `requests`, and `chosen` with every line; and `all_requests` of the scope."""
    view.define("all_requests", _REQUESTS)
    view.choose("requests", "all_requests", choices)
    view.choose("chosen", "in_scope", choices)


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the period. Times are None when there are no requests."""

    requests: int
    blocked: int
    nobody_known: int
    bytes: int
    first: datetime | None
    last: datetime | None
    domains: int


def totals(view: View) -> Totals:
    """Everything in one row."""
    return view.rows(
        Totals,
        """
        SELECT count(*) AS requests,
            count(*) FILTER (verdict = 'block') AS blocked,
            count(*) FILTER (person = '') AS nobody_known,
            coalesce(sum(bytes), 0)::BIGINT AS bytes,
            min(begun) / 1000 AS first,
            max(ended) / 1000 AS last,
            count(DISTINCT domain) AS domains
        FROM requests
        """,
    )[0]


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter of an hour."""

    start: datetime
    requests: int
    pages: int
    blocked: int


def quarters(view: View) -> list[Quarter]:
    """Requests by quarter of an hour: every time zone's days and hours are made of whole ones."""
    return view.rows(
        Quarter,
        """
        SELECT ended // $quarter * $quarter / 1000 AS start,
            count(*) AS requests,
            count(*) FILTER (is_page) AS pages,
            count(*) FILTER (verdict = 'block') AS blocked
        FROM requests GROUP BY start ORDER BY start
        """,
        quarter=QUARTER_MS,
    )


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """A site that was visited. ``minutes``: minutes of the clock with a request to it, summed over people."""

    domain: str
    visits: int
    pages: int
    minutes: int
    first: datetime
    last: datetime


def visited(view: View) -> list[Visited]:
    """Sites by visits. A visit: pages of one site by one person with no more than ten minutes between them."""
    return view.rows(
        Visited,
        """
        WITH pages AS (
            SELECT domain, begun, ended,
                begun - max(ended) OVER (
                    PARTITION BY who, domain ORDER BY begun, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS since
            FROM requests WHERE is_page AND domain <> ''
        ), minutes AS (
            SELECT domain, count(DISTINCT (who, ended // 60000)) AS minutes
            FROM requests WHERE verdict = 'allow' GROUP BY domain
        )
        SELECT domain,
            count(*) FILTER (since IS NULL OR since > $gap) AS visits,
            count(*) AS pages,
            any_value(minutes) AS minutes,
            min(begun) / 1000 AS first,
            max(ended) / 1000 AS last
        FROM pages JOIN minutes USING (domain)
        GROUP BY domain ORDER BY visits DESC, pages DESC, domain
        """,
        gap=VISIT_GAP_MS,
    )


class Blocked(msgspec.Struct, frozen=True, kw_only=True):
    """A site that was blocked, and why. ``tries``: with more than a minute between them."""

    host: str
    category: str
    rule: str
    list: str
    list_version: str
    tries: int
    requests: int
    people: int
    first: datetime
    last: datetime


def blocked(view: View) -> list[Blocked]:
    """Blocks by site and reason, most tries first."""
    return view.rows(
        Blocked,
        """
        WITH blocks AS (
            SELECT host, category, rule, list, list_version, person, begun, ended,
                begun - max(ended) OVER (
                    PARTITION BY who, host, category, rule ORDER BY begun, ended
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS since
            FROM requests WHERE verdict = 'block'
        )
        SELECT host, category, rule, list, list_version,
            count(*) FILTER (since IS NULL OR since > $gap) AS tries,
            count(*) AS requests,
            count(DISTINCT nullif(person, '')) AS people,
            min(begun) / 1000 AS first,
            max(ended) / 1000 AS last
        FROM blocks GROUP BY host, category, rule, list, list_version
        ORDER BY tries DESC, requests DESC, host, category, rule, list, list_version
        """,
        gap=TRY_GAP_MS,
    )


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """A term that was searched for. ``times``: with more than a minute between them."""

    term: str
    engine: str
    verdict: str
    times: int
    first: datetime
    last: datetime


def searched(view: View) -> list[Searched]:
    """Searches in the order in which they were first made."""
    return view.rows(
        Searched,
        """
        WITH searches AS (
            SELECT search_term, search_engine, verdict, begun, ended,
                begun - max(ended) OVER (
                    PARTITION BY who, search_term, search_engine, verdict ORDER BY begun, ended
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS since
            FROM requests WHERE search_term <> ''
        )
        SELECT search_term AS term, search_engine AS engine, verdict,
            count(*) FILTER (since IS NULL OR since > $gap) AS times,
            min(begun) / 1000 AS first,
            max(ended) / 1000 AS last
        FROM searches GROUP BY term, engine, verdict ORDER BY first, term, engine, verdict
        """,
        gap=TRY_GAP_MS,
    )


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """A device and address that requests came from."""

    device: str
    address: str
    requests: int
    first: datetime
    last: datetime


def devices(view: View) -> list[Used]:
    """Devices by requests."""
    return view.rows(
        Used,
        """
        SELECT device, address, count(*) AS requests, min(begun) / 1000 AS first, max(ended) / 1000 AS last
        FROM requests GROUP BY device, address ORDER BY requests DESC, device, address
        """,
    )


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One way of knowing who it was; empty when nobody was asked."""

    how: str
    requests: int


def ways_known(view: View) -> list[Known]:
    """How it was known who it was."""
    return view.rows(
        Known, "SELECT how_known AS how, count(*) AS requests FROM requests GROUP BY how ORDER BY requests DESC, how"
    )


def nobody_on_their_devices(view: View) -> list[Used]:
    """Requests by nobody known from the devices and addresses that the chosen events came from."""
    return view.rows(
        Used,
        """
        SELECT device, address, count(*) AS requests,
            min(begun) / 1000 AS first,
            max(ended) / 1000 AS last
        FROM all_requests
        WHERE person = '' AND address IN (SELECT DISTINCT address FROM chosen)
        GROUP BY device, address ORDER BY requests DESC, device, address
        """,
    )


_LINES = 'SELECT * REPLACE (epoch_ms(time) / 1000 AS time) FROM chosen ORDER BY time, gateway, segment, "offset"'


def lines(view: View) -> Iterator[Event]:
    """Every line of the subject's record in the order of time, whether it counts as a request or not."""
    return view.each(Event, _LINES)


_LATEST = """
    SELECT * REPLACE (epoch_ms(time) / 1000 AS time) FROM in_scope
    WHERE ($person = '' OR person = $person) AND (NOT $blocked OR verdict = 'block')
        AND ($every OR squid_tag <> 'NONE_NONE' OR verdict = 'block')
    ORDER BY time DESC, gateway DESC, segment DESC, "offset" DESC LIMIT $count
"""


def latest(view: View, count: int, *, person: str, blocked: bool, every: bool) -> list[Event]:
    """The last requests in the order of time: of one person, only blocks, every line of the journal where asked."""
    return view.rows(Event, _LATEST, count=count, person=person, blocked=blocked, every=every)[::-1]


def counts(event: Event) -> bool:
    """Whether a line counts as a request, as the questions do."""
    return event.squid_tag != "NONE_NONE" or event.verdict == "block"
