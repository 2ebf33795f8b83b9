"""Our own test pages inside TLS, for Squid on this machine: so that what is read inside is tested the whole way."""

from __future__ import annotations

import logging
import ssl
import threading
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from belisha.engine.address.probes import TLS_PORT
from belisha.gateway.portal import probes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from socket import socket
    from wsgiref.types import StartResponse, WSGIEnvironment

    from belisha.gateway.settings import Settings

__all__ = ["serve_test_pages"]

PATIENCE: Final = 10.0  # seconds, for a handshake or a request
AT_ONCE: Final = 20

log = logging.getLogger(__name__)


def serve_test_pages(settings: Settings) -> bool:
    """Answer in the background until the process ends; whether that can be.

    Where not, what is tested inside TLS is not known; forms and everything else of the portal go on.
    """
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings.probe_certificate_file, settings.probe_key_file)
        server = _Server((settings.probe_address, TLS_PORT), _Quiet, context)
    except OSError as error:
        log.error("Tests inside encrypted connections get no answer: %s", error)
        return False
    threading.Thread(target=server.serve_forever, name="test pages", daemon=True).start()
    return True


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if probes.is_ours(environ):
        return probes.answer(environ, start_response)
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


class _Quiet(WSGIRequestHandler):
    """Says nothing of what it is asked: the gateway's journal has it."""

    timeout = PATIENCE

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection, so many at once; the handshake is made there, so that nobody holds up the rest."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[WSGIRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(address, handler)
        self._context, self._room = context, threading.Semaphore(AT_ONCE)
        self.set_app(_answer)

    def server_bind(self) -> None:
        """Without asking a name server what this machine is called, as the library would."""
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = str(self.server_address[0]), TLS_PORT
        self.setup_environ()

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """One connection, from its handshake to its end; a broken one ends quietly."""
        with self._room:
            if isinstance(request, tuple):  # a datagram, of which a server of connections has none
                return
            try:
                request.settimeout(PATIENCE)
                secured = self._context.wrap_socket(request, server_side=True)
            except OSError:
                self.shutdown_request(request)
                return
            super().process_request_thread(secured, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that broke: whoever tests sees it."""
