"""What was visited, blocked and searched for; and what a visit, a try and a search are."""

from datetime import datetime

import msgspec

from belisha.activity.store import View

VISIT_GAP_MS = 10 * 60_000
TRY_GAP_MS = 60_000


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
