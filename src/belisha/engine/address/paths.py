"""One spelling of a path for comparing with rules and lists, so that no encoding dodges them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_plain: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_~!$&'()*+,;=:@|.-]*)*/?").fullmatch
_PATH_SAFE: Final = "/!$&'()*+,;=:@|"
_QUERY_SAFE: Final = "/!$'()*,;:@|?"


def matching_path(path: str, query: str = "") -> str:
    """The path (and "?query" when there is one) as one comparable text, never to be sent to a server.

    Escapes are undone once, as servers do it: %61dmin is admin, and %2F is a slash since most servers take it for
    one, but %2561dmin stays a file whose name holds a percent sign. What then needs escaping is escaped in one way.
    Dot segments go, repeated slashes become one. In a query "+" and %20 are the same, %26 and "&" are not. Case stays.
    """
    path, _, query = f"{path}?{query}".partition("?") if query else path.partition("?")
    if _plain(path) is None:
        path = _folded(path)
    elif not path:
        path = "/"
    return f"{path}?{_respelled(query)}" if query else path


def _folded(path: str) -> str:
    kept: list[str] = []
    segment = ""
    for segment in _spelled(path.replace("\\", "/"), _PATH_SAFE).split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    end = "/" if kept and segment in {"", ".", ".."} else ""
    return "/" + "/".join(kept) + end


def _respelled(query: str) -> str:
    return "&".join(
        "=".join(_spelled(part, _QUERY_SAFE) for part in field.replace("+", "%20").split("=", 1))
        for field in query.split("&")
    )


def _spelled(text: str, safe: str) -> str:
    return quote(unquote_to_bytes(text.encode("utf-8", "surrogatepass")), safe=safe)
