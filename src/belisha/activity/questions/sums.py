"""How much: sums over the period and the period before, and by quarter of an hour."""

from datetime import datetime

import msgspec

from belisha.activity.store import View

QUARTER_MS = 15 * 60_000


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of a subject. ``blocked``: requests; ``tries``: those of them with more than a minute between them.

    ``people``: persons, and devices with nobody known. Times are None when there are no requests.
    """

    subject: str = ""
    is_now: bool = True  # else of the period before
    requests: int = 0
    pages: int = 0
    sites: int = 0
    blocked: int = 0
    tries: int = 0
    searches: int = 0
    people: int = 0
    nobody_known: int = 0
    bytes: int = 0
    first: datetime | None = None
    last: datetime | None = None


_TOTALS = """
    SELECT sums.subject AS subject, sums.is_now AS is_now, requests, page_sum AS pages, sites, blocked,
        coalesce(fresh_tries, 0) AS tries, coalesce(fresh_searches, 0) AS searches,
        people, nobody_known, byte_sum AS bytes, first, last
    FROM (
        SELECT subject, is_now,
            CAST(sum(request_count) AS BIGINT) AS requests,
            CAST(sum(page_count) AS BIGINT) AS page_sum,
            count(DISTINCT place) FILTER (WHERE page_count > 0) AS sites,
            CAST(coalesce(sum(request_count) FILTER (WHERE verdict = 'block'), 0) AS BIGINT) AS blocked,
            count(DISTINCT who) AS people,
            CAST(coalesce(sum(request_count) FILTER (WHERE nobody), 0) AS BIGINT) AS nobody_known,
            CAST(sum(byte_count) AS BIGINT) AS byte_sum,
            min(first_ms) / 1000 AS first,
            max(last_ms) / 1000 AS last
        FROM moments GROUP BY subject, is_now
    ) AS sums
    LEFT JOIN (
        SELECT subject, is_now, CAST(sum(try_part) AS BIGINT) AS fresh_tries,
            CAST(sum(search_part) AS BIGINT) AS fresh_searches
        FROM (
            SELECT subject, is_now, 1 AS try_part, 0 AS search_part FROM tries WHERE is_fresh
            UNION ALL
            SELECT subject, is_now, 0, 1 FROM searches WHERE is_fresh
        ) AS parts
        GROUP BY subject, is_now
    ) AS fresh ON fresh.subject = sums.subject AND fresh.is_now = sums.is_now
    ORDER BY subject, is_now
"""


def all_totals(view: View) -> list[Totals]:
    """A row for each subject and period that has any requests."""
    return view.rows(Totals, _TOTALS)


def totals(view: View) -> Totals:
    """The sums of the one subject in the period, whether it has requests or not."""
    return next((row for row in all_totals(view) if row.is_now), Totals())


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter of an hour with any requests, or a longer time that divides the school's days and hours."""

    subject: str
    start: datetime
    requests: int
    pages: int
    tries: int
    searches: int


_QUARTERS = """
    SELECT subject, quarter_ms / 1000 AS start,
        CAST(sum(request_part) AS BIGINT) AS requests, CAST(sum(page_part) AS BIGINT) AS pages,
        CAST(sum(try_part) AS BIGINT) AS tries, CAST(sum(search_part) AS BIGINT) AS searches
    FROM (
        SELECT subject, minute_ms - minute_ms % $step AS quarter_ms,
            request_count AS request_part, page_count AS page_part, 0 AS try_part, 0 AS search_part
        FROM moments WHERE is_now
        UNION ALL
        SELECT subject, ended - ended % $step, 0, 0, 1, 0 FROM tries WHERE is_now AND is_fresh
        UNION ALL
        SELECT subject, ended - ended % $step, 0, 0, 0, 1 FROM searches WHERE is_now AND is_fresh
    ) AS parts
    GROUP BY subject, quarter_ms ORDER BY subject, quarter_ms
"""


def quarters(view: View, step: int = QUARTER_MS) -> list[Quarter]:
    """Sums by quarter of an hour: every time zone's days and hours are made of whole ones. ``step``: in ms."""
    return view.rows(Quarter, _QUARTERS, step=step)


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What falls to one value of a column: a class, a school, a person, a device."""

    one: str
    people: int
    pages: int
    tries: int
    searches: int
    last: datetime


COLUMNS = {"school": "school", "group": "grp", "person": "person", "device": "device"}

_SHARES = """
    SELECT {column} AS one, count(DISTINCT who) AS people, CAST(sum(page_part) AS BIGINT) AS pages,
        CAST(sum(try_part) AS BIGINT) AS tries, CAST(sum(search_part) AS BIGINT) AS searches, max(ended) / 1000 AS last
    FROM (
        SELECT {column}, who, ended, 1 AS page_part, 0 AS try_part, 0 AS search_part FROM pages
        UNION ALL
        SELECT {column}, who, ended, 0, 1, 0 FROM tries WHERE is_now AND is_fresh
        UNION ALL
        SELECT {column}, who, ended, 0, 0, 1 FROM searches WHERE is_now AND is_fresh
    ) AS parts
    GROUP BY {column} ORDER BY pages DESC, tries DESC, one
"""


def shares(view: View, column: str) -> list[Share]:
    """The subject's pages, tries and searches by the values of a column of COLUMNS, most pages first."""
    return view.rows(Share, _SHARES.format(column=COLUMNS[column]))
