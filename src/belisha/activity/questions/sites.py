"""Which sites were visited, which were blocked and why, and what was searched for."""

from datetime import datetime

import msgspec

from belisha.activity.store import View


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """A site that was visited. ``minutes``: minutes of the clock with a request to it, summed over people."""

    subject: str
    domain: str  # registered domain, or an address that has none
    visits: int
    pages: int
    minutes: int
    people: int
    first: datetime
    last: datetime


_VISITED = """
    SELECT seen.subject AS subject, seen.place AS domain, visits, page_count AS pages, minutes, people, first, last
    FROM (
        SELECT subject, place, CAST(sum(fresh) AS BIGINT) AS visits, CAST(sum(all_pages) AS BIGINT) AS page_count,
            count(*) AS people, min(first_ms) / 1000 AS first, max(last_ms) / 1000 AS last
        FROM (
            SELECT subject, place, who, count(*) FILTER (WHERE is_fresh) AS fresh, count(*) AS all_pages,
                min(begun) AS first_ms, max(ended) AS last_ms
            FROM pages GROUP BY subject, place, who
        ) AS by_one
        GROUP BY subject, place
    ) AS seen
    JOIN (
        SELECT subject, place, count(*) AS minutes
        FROM (SELECT DISTINCT subject, place, who, minute_ms FROM moments WHERE is_now AND verdict = 'allow') AS each
        GROUP BY subject, place
    ) AS timed ON timed.subject = seen.subject AND timed.place = seen.place
    ORDER BY subject, visits DESC, pages DESC, domain
"""


def visited(view: View) -> list[Visited]:
    """Sites by visits. A visit: pages of one site by one person with no more than ten minutes between them."""
    return view.rows(Visited, _VISITED)


class Blocked(msgspec.Struct, frozen=True, kw_only=True):
    """A site that was blocked, and why. ``tries``: with more than a minute between them."""

    subject: str
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


_BLOCKED = """
    SELECT subject, host, category, rule, list, list_version,
        count(*) FILTER (WHERE is_fresh) AS tries, count(*) AS requests,
        count(DISTINCT who) AS people, min(begun) / 1000 AS first, max(ended) / 1000 AS last
    FROM tries WHERE is_now
    GROUP BY subject, host, category, rule, list, list_version
    ORDER BY subject, tries DESC, requests DESC, host, category, rule, list, list_version
"""


def blocked(view: View) -> list[Blocked]:
    """Blocks by site and reason, most tries first."""
    return view.rows(Blocked, _BLOCKED)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Tries at a category in the period and in the period before."""

    subject: str
    category: str
    tries: int
    before: int


_REFUSED = """
    SELECT subject, category, count(*) FILTER (WHERE is_now) AS tries, count(*) FILTER (WHERE NOT is_now) AS before
    FROM tries WHERE is_fresh GROUP BY subject, category ORDER BY subject, tries DESC, before DESC, category
"""


def refused(view: View) -> list[Refused]:
    """Blocked tries by category, most first."""
    return view.rows(Refused, _REFUSED)


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """A term that was searched for. ``times``: with more than a minute between them."""

    subject: str
    term: str
    engine: str
    verdict: str
    times: int
    first: datetime
    last: datetime


_SEARCHED = """
    SELECT subject, search_term AS term, search_engine AS engine, verdict,
        count(*) FILTER (WHERE is_fresh) AS times, min(begun) / 1000 AS first, max(ended) / 1000 AS last
    FROM searches WHERE is_now
    GROUP BY subject, search_term, search_engine, verdict ORDER BY subject, first, term, engine, verdict
"""


def searched(view: View) -> list[Searched]:
    """Searches in the order in which they were first made."""
    return view.rows(Searched, _SEARCHED)
