"""A console for a bench: a database of its own, a data folder, and the product's own server on loopback."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = str(Path(__file__).parents[1] / "tests" / "private_postgres.py")


@contextmanager
def a_home(port: int, *, postgres: bool) -> Iterator[Path]:
    """A data folder whose console is to listen at a port; the environment names it, and its database."""
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as name, _database(folder := Path(name), postgres):
        home = folder / "home"
        home.mkdir()
        (home / "console.yaml").write_text(f"port: {port}\n")
        os.environ |= {"BELISHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belisha.console.config.settings"}
        yield home


@contextmanager
def _database(folder: Path, postgres: bool) -> Iterator[None]:  # noqa: FBT001 - the switch of the command line
    folder.chmod(0o755)  # the server of the database is another user
    if not postgres:
        yield
        return
    cluster = str(folder / "postgres")
    begun = subprocess.run([sys.executable, PROGRAM, "start", cluster], check=True, capture_output=True, text=True)
    os.environ["BELISHA_DATABASE"] = begun.stdout.strip()
    try:
        yield
    finally:
        subprocess.run([sys.executable, PROGRAM, "stop", cluster], check=True)


@contextmanager
def served(home: Path, port: int) -> Iterator[int]:
    """The product's own server, once it answers; the number of its process."""
    command = [sys.executable, "-m", "belisha.console.config.process", "web", str(home)]
    with (home / "web.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(100):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/health")
                break
            except OSError:
                time.sleep(0.2)
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)
