"""The shape of an event: the fields of a journal line as Squid writes them, and the columns they become."""

from typing import Final

import pyarrow as pa

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
    "path",
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

WORD: Final = pa.dictionary(pa.int32(), pa.string())
"""Text that repeats: decoded once for each distinct value. Absent is the empty string, never null."""

SCHEMA: Final = pa.schema(
    [
        pa.field(name, kind, nullable=False)
        for name, kind in (
            ("time", pa.timestamp("ms", "UTC")),  # when the request ended
            ("duration_ms", pa.int32()),
            ("school", WORD),
            ("site", WORD),
            ("person", WORD),
            ("group", WORD),
            ("how_known", WORD),
            ("device", WORD),
            ("address", WORD),  # of the device, as the gateway saw it
            ("method", WORD),
            ("scheme", WORD),
            ("host", WORD),
            ("port", pa.int32()),
            ("path", WORD),
            ("query", WORD),  # only of search and video sites and of blocked requests
            ("search_engine", WORD),
            ("search_term", WORD),
            ("verdict", WORD),
            ("category", WORD),
            ("rule", WORD),
            ("list", WORD),
            ("list_version", WORD),
            ("profile", WORD),
            ("status", pa.int32()),
            ("content_type", WORD),  # lower case, without parameters
            ("bytes", pa.int64()),  # sent to the device
            (
                "squid_tag",
                WORD,
            ),  # NONE_NONE: a connection opened, or the page of a block delivered; no request of its own
            ("tls", WORD),
            ("marks", WORD),  # words separated by commas
            ("domain", WORD),  # registered domain of the host, or of the name in TLS where the host is a bare address
            ("sign_in", WORD),  # the name given to the proxy, known to the policy or not
            ("sni", WORD),
            ("gateway", WORD),
            ("segment", WORD),
            ("offset", pa.int64()),  # of the line's first byte in its segment
        )
    ]
)
COLUMNS: Final = tuple(SCHEMA.names)
