"""Reading a line of Squid's own default log, as other proxies of a school may have kept it."""

from typing import NamedTuple

from belisha.engine.address import Address, read_authority, read_url

FIELDS = 10


class NativeLine(NamedTuple):
    """What such a line says of a request. ``address`` is None where it holds none that a browser would read."""

    time_ms: int
    duration_ms: int
    client: str
    tag: str
    status: int
    bytes: int
    method: str
    address: Address | None
    user: str
    content_type: str


def read_squid_native(line: str) -> NativeLine | None:
    """The fields of one line, tolerant of more of them at its end; None when it is no such line."""
    parts = line.split()
    if len(parts) < FIELDS or "/" not in parts[3]:
        return None
    tag, _, status = parts[3].partition("/")
    method, url = parts[5], parts[6]
    read = read_authority(url) if method == "CONNECT" else read_url(url)
    try:
        return NativeLine(
            round(float(parts[0]) * 1000),
            int(parts[1]),
            parts[2],
            tag,
            int(status),
            int(parts[4]),
            method,
            read if isinstance(read, Address) else None,
            "" if parts[7] == "-" else parts[7],
            "" if parts[9] == "-" else parts[9].lower(),
        )
    except (ValueError, OverflowError):
        return None
