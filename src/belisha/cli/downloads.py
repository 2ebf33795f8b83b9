"""Fetches files from public addresses: over https only, within limits of size and time."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from belisha.engine.lists import FetchError

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from pathlib import Path

MEGABYTE = 1 << 20
NOT_MODIFIED = 304


@dataclass(frozen=True)
class Downloader:
    """Fetches one address at a time. `most` in bytes; `patience` (each answer) and `longest` (a file) in seconds."""

    schemes: frozenset[str] = frozenset({"https"})
    most: int = 512 * MEGABYTE
    patience: float = 30.0
    longest: float = 1800.0

    def __call__(self, address: str, etag: str, to: Path) -> str | None:
        """Write what is at `address` to the file `to`; returns its ETag, None if that is still `etag`.

        Raises FetchError.
        """
        self.check(address)
        headers = {"User-Agent": "belisha (category lists for a school)"} | ({"If-None-Match": etag} if etag else {})
        opener = build_opener(_SameRules(self))
        try:
            with opener.open(Request(address, headers=headers), timeout=self.patience) as answer, to.open("wb") as out:  # noqa: S310 (checked)
                self._copy(answer, out)
                return str(answer.headers.get("ETag", ""))
        except HTTPError as error:
            error.close()
            if error.code == NOT_MODIFIED:
                return None
            raise FetchError(f"the publisher answered {error.code} {error.reason}", offline=False) from error
        except (OSError, HTTPException) as error:
            raise _explained(error) from error

    def check(self, address: str) -> None:
        """Raise FetchError for an address that is not to be fetched, at first or when a publisher sends us on to it."""
        if address.partition("://")[0] not in self.schemes:
            raise FetchError(f"only {' and '.join(sorted(self.schemes))} addresses are fetched", offline=False)

    def _copy(self, answer: HTTPResponse, out: IO[bytes]) -> None:
        end = time.monotonic() + self.longest
        length = 0
        while block := answer.read(MEGABYTE):
            length += len(block)
            if length > self.most:
                raise FetchError(f"it is larger than {self.most // MEGABYTE} MB, so it was not taken", offline=False)
            if time.monotonic() > end:
                raise FetchError("it came too slowly, so it was not taken", offline=False)
            out.write(block)
        # the library says nothing when a connection ends early and the file was read in parts
        if answer.length:
            raise FetchError("the connection ended before the file was whole", offline=False)


class _SameRules(HTTPRedirectHandler):
    """Follows a publisher's redirects by the rules of the first address."""

    def __init__(self, downloader: Downloader) -> None:
        self.downloader = downloader

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        try:
            self.downloader.check(newurl)
        except FetchError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _explained(error: OSError | HTTPException) -> FetchError:
    """What went wrong with the connection. A certificate that is wrong is not the same as no internet."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLError):
        return FetchError(f"the publisher's certificate could not be trusted: {reason.reason}", offline=False)
    if isinstance(reason, HTTPException):
        return FetchError("the connection ended before the file was whole", offline=False)
    return FetchError(f"it could not be reached: {reason}", offline=True)
