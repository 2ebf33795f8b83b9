"""One request and one reply, as plain values on the two sides of WSGI; with the headers that keep every page safe."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

__all__ = ["MOST_BODY", "Reply", "Request", "TooLongError", "read_request", "send"]

MOST_BODY = 1_000_000
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
# Referrer-Policy is not no-referrer: with that, browsers say of our own form that it came from nowhere.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class TooLongError(Exception):
    """More was sent than one form can hold."""


class Request(NamedTuple):
    """What was asked. `fields`: of the query for GET, of the form for POST; several values of a name in their order."""

    method: str
    path: str
    fields: Mapping[str, list[str]]
    client: str
    own_origin: bool

    def field(self, name: str) -> str:
        """The first value of a field; "" when there is none."""
        return self.fields.get(name, [""])[0]


class Reply(NamedTuple):
    """What is answered. `keep`: seconds for which a device may use it again."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    keep: int = 0
    location: str = ""


def read_request(environ: WSGIEnvironment) -> Request:
    """Read a request. Raises TooLongError for a body beyond MOST_BODY bytes or with too many fields."""
    method = environ["REQUEST_METHOD"]
    text = _body(environ) if method == "POST" else environ.get("QUERY_STRING", "")
    try:
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise TooLongError from error
    client = environ.get("REMOTE_ADDR", "")
    return Request("GET" if method == "HEAD" else method, environ.get("PATH_INFO", ""), fields, client, _own(environ))


def _body(environ: WSGIEnvironment) -> str:
    """The form's text; "" for any other content, which has no fields."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not re.fullmatch("[0-9]{1,9}", length) or int(length) > MOST_BODY:
        raise TooLongError
    if not environ.get("CONTENT_TYPE", "").lower().startswith(FORM):
        return ""
    stream: InputStream = environ["wsgi.input"]
    return stream.read(int(length)).decode("utf-8", "replace")


def _own(environ: WSGIEnvironment) -> bool:
    """Whether a page of ours sent this, as the browser says: by Origin, or in browsers before 2020 by Referer alone."""
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None and site != "same-origin":
        return False
    ours = f"{environ.get('wsgi.url_scheme', 'http')}://{environ.get('HTTP_HOST', '')}".lower()
    origin: str | None = environ.get("HTTP_ORIGIN")
    if origin is not None:
        return origin.lower() == ours
    referer: str = environ.get("HTTP_REFERER", "")
    return referer.lower().startswith(f"{ours}/")


def send(reply: Reply, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer, with every safety header."""
    headers = [
        ("Content-Type", reply.content_type),
        ("Content-Length", str(len(reply.body))),
        ("Cache-Control", f"max-age={reply.keep}" if reply.keep else "no-store"),
        *HEADERS.items(),
    ]
    if reply.location:
        headers.append(("Location", re.sub(r"[^\x21-\x7e]", "", reply.location)))
    start_response(f"{reply.status.value} {reply.status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]
