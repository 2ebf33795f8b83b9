"""The tables that questions are put to: what counts as a request, a page, a visit, a try and a search, and for whom.

Two levels: `requests` and `chosen` hold lines; `moments`, `pages`, `tries` and `searches` are what reports count in.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from belisha.activity.store import View

VISIT_GAP_MS = 10 * 60_000
TRY_GAP_MS = 60_000

_WHO = "coalesce(nullif(person, ''), nullif(device, ''), address)"
_REQUESTS = """
    SELECT *,
        {who} AS who,
        coalesce(nullif(domain, ''), host) AS place,
        verdict = 'allow' AND (
            (method = 'GET' AND (status BETWEEN 200 AND 299 OR status = 304)
                AND content_type IN ('text/html', 'application/xhtml+xml') AND path <> '/favicon.ico')
            OR (method = 'CONNECT' AND squid_tag = 'TCP_TUNNEL' AND status IN (200, 500) AND bytes > 0)
        ) AS is_page
    FROM in_scope
    WHERE NOT (squid_tag = 'NONE_NONE' AND verdict <> 'block')
"""
"""A line counts as a request unless it only says that a connection was opened, or that a block's page was delivered.
A page is a document that was fetched, or a connection of which only the name is known and that carried something: Squid
notes status 500 for one that the device ended by a reset, whatever came through before. Browsers ask for a site's icon
by themselves, and some sites answer with a page."""

_ASKED = """
    SELECT {subject} AS subject, ended >= {start} AS is_now,
        who, person, "group" AS grp, school, device, address, how_known, place, host, verdict, category, rule, list,
        list_version, search_term, search_engine, bytes, begun, ended, is_page
    FROM {source} WHERE ended >= {start} OR ended < {until}
"""
_MOMENTS = """
    SELECT subject, is_now, {who} AS who, place, device, address, how_known, verdict, person = '' AS nobody,
        minute_ms, request_count, page_count, byte_count, first_ms, last_ms
    FROM (
        SELECT subject, is_now, person, place, device, address, how_known, verdict, ended - ended % 60000 AS minute_ms,
            count(*) AS request_count, count(*) FILTER (WHERE is_page) AS page_count,
            sum(bytes) AS byte_count, min(begun) AS first_ms, max(ended) AS last_ms
        FROM asked
        GROUP BY subject, is_now, person, place, device, address, how_known, verdict, ended - ended % 60000
    ) AS sums
"""
_PAGES = """
    SELECT subject, who, person, grp, school, device, place, begun, ended,
        begun - coalesce(max(ended) OVER (
            PARTITION BY subject, who, place ORDER BY begun, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) > {visit_gap} AS is_fresh
    FROM asked WHERE is_page AND is_now
"""
_TRIES = """
    SELECT subject, is_now, who, person, grp, school, device, host, category, rule, list, list_version, begun, ended,
        begun - coalesce(max(ended) OVER (
            PARTITION BY subject, is_now, who, host, category, rule ORDER BY begun, ended
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) > {try_gap} AS is_fresh
    FROM asked WHERE verdict = 'block'
"""
_SEARCHES = """
    SELECT subject, is_now, who, person, grp, school, device, search_term, search_engine, verdict, begun, ended,
        begun - coalesce(max(ended) OVER (
            PARTITION BY subject, is_now, who, search_term, search_engine, verdict ORDER BY begun, ended
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) > {try_gap} AS is_fresh
    FROM asked WHERE search_term <> ''
"""
_CONTAINING = """
    SELECT * FROM {source}
    WHERE position(lower($text) IN lower(search_term)) > 0 OR position(lower($text) IN lower(host)) > 0
        OR position(lower($text) IN lower(path)) > 0
"""


class Only(NamedTuple):
    """What a report is narrowed to; empty: everything. ``site``: a registered domain, or one host."""

    site: str = ""
    category: str = ""
    verdict: str = ""
    text: str = ""


class Asking(NamedTuple):
    """How to count. ``each``: the column whose values are subjects of their own, or none: all that was chosen is one.

    ``start``: what ended before (ms since 1970) counts as the period before, which ends at ``until``. ``small``: the
    lines fit into memory as they are.
    """

    each: str = ""
    start: int = 0
    until: int = 0
    only: Only = Only()
    small: bool = False


def prepare_lines(view: View, choices: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Make the tables that hold lines: `requests`, and `chosen` with every line; and `all_requests` of the scope."""
    chosen = list(choices)
    view.define("all_requests", _REQUESTS.format(who=_WHO))
    view.choose("requests", "all_requests", chosen)
    view.choose("chosen", "in_scope", chosen)


def prepare(view: View, choices: Iterable[tuple[str, Sequence[str]]], asking: Asking = Asking()) -> None:  # noqa: B008
    """Make all tables of the subject."""
    prepare_lines(view, choices)
    words = {
        "who": _WHO,
        "subject": asking.each or "''",
        "start": asking.start,
        "until": asking.until,
        "source": _narrowed(view, asking.only),
        "visit_gap": VISIT_GAP_MS,
        "try_gap": TRY_GAP_MS,
    }
    (view.keep if asking.small else view.define)("asked", _ASKED.format(**words))
    for name, question in (("moments", _MOMENTS), ("pages", _PAGES), ("tries", _TRIES), ("searches", _SEARCHES)):
        view.keep(name, question.format(**words))


def _narrowed(view: View, only: Only) -> str:
    """Make the tables that narrow `requests`; returns the name of the last."""
    source = "requests"
    if only.site:
        view.choose("at_site", source, [("place", (only.site,)), ("host", (only.site,))])
        source = "at_site"
    for column in ("category", "verdict"):
        if value := getattr(only, column):
            view.choose(f"of_{column}", source, [(column, (value,))])
            source = f"of_{column}"
    if only.text:
        view.keep("containing", _CONTAINING.format(source=source), text=only.text)
        source = "containing"
    return source
