"""How much: sums over the period, and by quarter of an hour."""

from datetime import datetime

import msgspec

from belisha.activity.store import View

QUARTER_MS = 15 * 60_000


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
