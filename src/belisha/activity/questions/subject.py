"""The tables that questions are put to: what counts as a request and as a page, for whom."""

from collections.abc import Iterable, Sequence

from belisha.activity.store import View

_REQUESTS = """
    SELECT *,
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
