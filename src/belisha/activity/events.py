"""The shape of an event: the fields of a journal line as Squid writes them, and what they become."""

from datetime import datetime
from typing import Final

import msgspec

FORMAT: Final = "B1"

LINE_FIELDS: Final = (
    "format",
    "time",
    "duration_ms",
    "address",
    "method",
    "scheme",
    "host",
    "port",
    "url",
    "query",
    "status",
    "bytes",
    "content_type",
    "squid_tag",
    "sign_in",
    "who_and_why",
    "tls",
    "sni",
    "marks",
)
"""Separated by one space; each escaped by Squid, "-" when empty."""

WHO_AND_WHY: Final = (
    "school",
    "site",
    "person",
    "group",
    "how_known",
    "device",
    "profile",
    "verdict",
    "category",
    "rule",
    "list",
    "list_version",
)
"""What the gateway decided: one field of the line, its parts separated by bars; all empty if it was not asked."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One request. Absent text is empty, an absent number 0."""

    time: datetime  # when the request ended
    duration_ms: int
    school: str
    site: str
    person: str
    group: str
    how_known: str
    device: str
    address: str  # of the device, as the gateway saw it
    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str  # only of search and video sites and of blocked requests
    search_engine: str
    search_term: str
    verdict: str
    category: str
    rule: str
    list: str
    list_version: str
    profile: str
    status: int
    content_type: str  # lower case, without parameters
    bytes: int  # sent to the device
    squid_tag: str  # NONE_NONE: a connection opened, or the page of a block delivered; no request of its own
    tls: str
    marks: str  # words separated by commas
    domain: str  # registered domain of the host, or of the name in TLS where the host is a bare address
    sign_in: str  # the name given to the proxy, whether the policy knows it or not
    sni: str
    gateway: str
    segment: str
    offset: int  # of the line's first byte in its segment: with gateway and segment, the event's identity
