"""A real clamd for tests, with the test signature alone, in a folder that is thrown away."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.console.concerns.evidence.own_scanner import clamd, socket_of, write_configuration

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EICAR", "a_scanner"]

# the industry's harmless test file, in two parts, so that no scanner takes this file for one
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def a_scanner() -> Iterator[str]:
    """Where a scanner answers; "" where clamd is not installed."""
    program = clamd()
    if not program:
        yield ""
        return
    home = Path(tempfile.mkdtemp(prefix="bel-clam-", dir="/tmp"))
    file = write_configuration(home, official=home / "none")
    running = subprocess.Popen(
        [program, "--foreground", f"--config-file={file}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while not socket_of(home).exists() and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        yield str(socket_of(home))
    finally:
        running.terminate()
        running.wait(10)
        shutil.rmtree(home, ignore_errors=True)
