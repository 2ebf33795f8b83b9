"""Where requests came from, and how it was known who made them."""

from datetime import datetime

import msgspec

from belisha.activity.store import View


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
