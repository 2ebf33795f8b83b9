"""Speaks with the console over HTTPS, one connection that stays open; every answer has a limit of size and of time."""

from __future__ import annotations

import hashlib
import json
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from pathlib import Path
    from typing import IO

    from belisha.engine.published.signed import Piece

__all__ = ["Answer", "Client", "ConsoleError", "ShutOutError", "trusting"]

PATIENCE: Final = 10.0  # seconds for the next bytes
LONGEST: Final = 30.0  # … for a whole small answer
SLOWEST: Final = 16 << 10  # bytes a second of a large file, on the whole: slower, and it is begun again elsewhen
MOST: Final = 256 << 10
BLOCK: Final = 1 << 18


class ConsoleError(Exception):
    """The console was not reached, or gave no answer that can be used; the text says what was wrong."""


class ShutOutError(ConsoleError):
    """The console does not know this gateway, or no longer."""


class Answer(NamedTuple):
    """A small answer: status, what it says of its version (ETag), and its content."""

    status: int
    version: str
    content: bytes

    def words(self) -> str:
        """Why something was refused, as the console says it."""
        try:
            return str(json.loads(self.content)["error"])[:300]
        except (ValueError, KeyError, TypeError):
            return f"the console answered {self.status}"


def trusting(authority: Path | None) -> ssl.SSLContext:
    """Whose certificates are believed: those of the school's own authority alone, or of the system's (None)."""
    context = ssl.create_default_context(cafile=str(authority) if authority else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Client:
    """One console, for one thread. `patience`: seconds to wait for the next bytes."""

    def __init__(
        self, url: str, context: ssl.SSLContext | None = None, *, token: str = "", patience: float = PATIENCE
    ) -> None:
        """Nothing is sent yet. Raises ConsoleError for an address that would send secrets in the clear."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"{url} is no address of a console: it begins with https://."
            raise ConsoleError(message)
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            message = "A console on another machine is spoken with over https:// alone."
            raise ConsoleError(message)
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._context = (context or trusting(None)) if self._secure else None
        self._token = token
        self._patience = patience
        self._connection: HTTPConnection | None = None

    def close(self) -> None:
        """End the connection; the next question opens another."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def get(self, path: str, version: str = "") -> Answer:
        """Ask for something small; `version`: the one that is here already (304 when it is still that).

        Raises ConsoleError, ShutOutError.
        """
        return self._small("GET", path, None, {"If-None-Match": version} if version else {})

    def post(self, path: str, said: object) -> Answer:
        """Tell something, as JSON. Raises ConsoleError, ShutOutError."""
        return self._small("POST", path, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def fetch(self, path: str, piece: Piece, to: Path) -> None:
        """Bring a file, whole and as its digest says, to `to`; what came before a connection broke is gone on with.

        Raises ConsoleError, OSError when the disk refuses (what came so far is then removed).
        """
        try:
            self._fetch_rest(path, piece, to)
            if (found := _digest(to)) != piece.sha256:
                to.unlink()
                message = f"What came as {path} is another file (its digest is {found[:12]}…)."
                raise ConsoleError(message)
        except OSError:
            to.unlink(missing_ok=True)
            raise

    def _fetch_rest(self, path: str, piece: Piece, to: Path) -> None:
        here = to.stat().st_size if to.exists() else 0
        if here > piece.size:
            to.unlink()
            here = 0
        if here == piece.size and to.exists():
            return
        response = self._ask("GET", path, None, {"Range": f"bytes={here}-"} if here else {})
        if response.status not in {200, 206}:
            raise self._refused(_whole(response, self._ends(LONGEST)))
        with to.open("ab" if response.status == 206 else "wb") as out:
            room = piece.size - (here if response.status == 206 else 0)
            self._copy(response, out, room)

    def _copy(self, response: HTTPResponse, out: IO[bytes], room: int) -> None:
        ends = self._ends(LONGEST + room / SLOWEST)
        while block := self._read(response, ends):
            room -= len(block)
            if room < 0:
                self.close()
                message = "The file is larger than it should be."
                raise ConsoleError(message)
            out.write(block)
        if room:
            self.close()
            message = "The connection ended before the file was whole."
            raise ConsoleError(message)

    def _small(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        response = self._ask(method, path, body, headers)
        try:
            answer = _whole(response, self._ends(LONGEST))
        except ConsoleError:
            self.close()
            raise
        if answer.status in {200, 304}:
            return answer
        raise self._refused(answer)

    def _refused(self, answer: Answer) -> ConsoleError:
        return ShutOutError(answer.words()) if answer.status == 401 else ConsoleError(answer.words())

    def _ends(self, seconds: float) -> float:
        return time.monotonic() + seconds

    def _read(self, response: HTTPResponse, ends: float) -> bytes:
        try:
            return _some(response, ends)
        except ConsoleError:
            self.close()
            raise

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        """Send a question; over a new connection where the old one was ended meanwhile."""
        told = {"User-Agent": "belisha gateway"} | headers
        if self._token:
            told["Authorization"] = f"Bearer {self._token}"
        kept = self._connection is not None
        try:
            return self._asked(method, path, body, told)
        except (OSError, HTTPException) as error:
            self.close()
            if not kept:
                raise _said(error) from error
        try:
            return self._asked(method, path, body, told)
        except (OSError, HTTPException) as error:
            self.close()
            raise _said(error) from error

    def _asked(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        if self._connection is None:
            self._connection = (
                HTTPSConnection(self._host, self._port, timeout=self._patience, context=self._context)
                if self._secure
                else HTTPConnection(self._host, self._port, timeout=self._patience)
            )
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole(response: HTTPResponse, ends: float) -> Answer:
    content = bytearray()
    while block := _some(response, ends):
        content += block
        if len(content) > MOST:
            message = "The answer is larger than any that the console gives."
            raise ConsoleError(message)
    return Answer(response.status, response.headers.get("ETag", ""), bytes(content))


def _some(response: HTTPResponse, ends: float) -> bytes:
    """The next bytes; empty at the end. Each piece by itself may come slowly, all of them together may not."""
    if time.monotonic() > ends:
        message = "The console answers too slowly."
        raise ConsoleError(message)
    try:
        block = response.read1(BLOCK)
    except (OSError, HTTPException) as error:
        raise _said(error) from error
    if not block and response.length:
        message = "The connection ended before the answer was whole."
        raise ConsoleError(message)
    if not block:
        response.close()  # else the connection stays with it, and is of no use for the next question
    return block


def _said(error: OSError | HTTPException) -> ConsoleError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConsoleError(f"The console's certificate is not to be trusted: {error.verify_message}.")
    if isinstance(error, TimeoutError):
        return ConsoleError("The console does not answer in time.")
    if isinstance(error, HTTPException):
        return ConsoleError(f"What came is no answer of a console ({type(error).__name__}).")
    return ConsoleError(f"The console cannot be reached: {error.strerror or error}.")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
