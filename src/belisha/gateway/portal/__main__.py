"""`python -m belisha.gateway.portal HOME`: serves the portal of the gateway whose data folder is HOME."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import waitress

from belisha.gateway.portal.app import create_app
from belisha.gateway.portal.encrypted import serve_test_pages
from belisha.gateway.portal.wire import MOST_BODY
from belisha.gateway.settings import SettingsError, read_settings

log = logging.getLogger(__name__)

THREADS = 4
MOST_CONNECTIONS = 500


def main(arguments: list[str]) -> int:
    """Serve until the process is ended. Returns 2 when it cannot begin."""
    logging.basicConfig(level=logging.INFO, format="portal: %(message)s")
    if len(arguments) != 1:
        log.error("give the data folder: python -m belisha.gateway.portal HOME")
        return 2
    os.umask(0o077)
    try:
        settings = read_settings(Path(arguments[0]))
    except SettingsError as error:
        log.error("%s", error)
        return 2
    serve_test_pages(settings)
    waitress.serve(
        create_app(settings),
        host=settings.listen,
        port=settings.portal_port,
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        max_request_body_size=2 * MOST_BODY,
        ident=None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
