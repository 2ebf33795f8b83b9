"""Which devices were used, and how it was known by whom."""

from datetime import datetime

import msgspec

from belisha.activity.store import View


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """A device and address that requests came from."""

    subject: str
    device: str
    address: str
    requests: int
    first: datetime
    last: datetime


_DEVICES = """
    SELECT subject, device, address, CAST(sum(request_count) AS BIGINT) AS requests,
        min(first_ms) / 1000 AS first, max(last_ms) / 1000 AS last
    FROM moments WHERE is_now GROUP BY subject, device, address ORDER BY subject, requests DESC, device, address
"""


def devices(view: View) -> list[Used]:
    """Devices by requests."""
    return view.rows(Used, _DEVICES)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One way of knowing who it was; empty when nobody was asked."""

    subject: str
    how: str
    requests: int


_KNOWN = """
    SELECT subject, how_known AS how, CAST(sum(request_count) AS BIGINT) AS requests
    FROM moments WHERE is_now GROUP BY subject, how_known ORDER BY subject, requests DESC, how
"""


def ways_known(view: View) -> list[Known]:
    """How it was known who it was."""
    return view.rows(Known, _KNOWN)


_NOBODY = """
    SELECT subject, device, alone.address AS address, requests, first, last
    FROM (
        SELECT device, address, count(*) AS requests, min(begun) / 1000 AS first, max(ended) / 1000 AS last
        FROM all_requests WHERE person = '' AND ended >= $start GROUP BY device, address
    ) AS alone
    JOIN (SELECT DISTINCT subject, address FROM moments WHERE is_now) AS theirs ON theirs.address = alone.address
    ORDER BY subject, requests DESC, device, address
"""


def nobody_on_their_devices(view: View, start: int = 0) -> list[Used]:
    """Requests by nobody known from the addresses that the subject's came from. ``start``: ms, of the period."""
    return view.rows(Used, _NOBODY, start=start)
