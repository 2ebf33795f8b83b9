"""Web servers of the town: one plain, one with TLS. What reaches them is written down, one JSON object a line.

python origins.py FOLDER PLAIN_PORT TLS_PORT      (FOLDER has server.pem and server.key; seen.jsonl is written there)
"""

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

FOLDER = Path(sys.argv[1])
LOCK = threading.Lock()

REPLIES = {
    "/setup": ("application/x-msdownload", None, b"MZ" + bytes(200)),
    "/brochure": ("application/octet-stream", 'attachment; filename="brochure.exe"', b"MZ" + bytes(200)),
    "/picture": ("image/png", None, b"\x89PNG" + bytes(200)),
}


class Origin(BaseHTTPRequestHandler):
    """Answers every path with a page that names the host, or with one of the special replies."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        seen = {"host": self.headers.get("Host", ""), "path": self.path, "headers": dict(self.headers.items())}
        with LOCK, (FOLDER / "seen.jsonl").open("a") as log:
            log.write(json.dumps(seen) + "\n")
        name = self.path.partition("?")[0]
        default = f"<!doctype html><title>{seen['host']}</title><h1>Welcome to {seen['host']}</h1>".encode()
        kind, disposition, body = REPLIES.get(name, ("text/html; charset=utf-8", None, default))
        if name == "/reply":
            # a site that answers as the test says: ?type=…&disposition=…, in any spelling
            said = parse_qs(self.path.partition("?")[2], keep_blank_values=True, encoding="latin-1")
            kind, disposition = said["type"][0], said.get("disposition", [None])[0]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.send_header("Alt-Svc", 'h3=":443"; ma=86400')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing: what was seen is in the file."""


def main() -> None:
    plain = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Origin)
    secure = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3])), Origin)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    secure.serve_forever()


if __name__ == "__main__":
    main()
