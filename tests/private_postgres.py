"""A PostgreSQL of one's own for tests: in a folder that is thrown away, behind a socket, never as root.

.venv/bin/python tests/private_postgres.py run COMMAND…      with BELISHA_DATABASE set; ends with the command
.venv/bin/python tests/private_postgres.py start FOLDER      prints the address;  … stop FOLDER  ends it
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

USER = "belisha"
READY_SECONDS = 30.0
# what is lost when the machine stops is a test: nothing waits for the disk
QUICK = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "autovacuum=off", "max_connections=60", "shared_buffers=64MB",
)  # fmt: skip


class NoPostgresError(Exception):
    """PostgreSQL is not installed, or does not start; the text says which."""


def programs() -> Path:
    """The folder of initdb and postgres: Debian keeps them beside each other, by version. Raises NoPostgresError."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    folders = [*debian, *([Path(found).parent] if found else [])]
    if not folders:
        message = "PostgreSQL is not installed: ./check installs it"
        raise NoPostgresError(message)
    return folders[-1]


def _unprivileged() -> str | None:
    """Whom PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class PrivatePostgres:
    """One server. Its folder holds the data, the socket and what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.process: subprocess.Popen[bytes] | None = None

    def _as_user(self, command: list[str], death: str) -> list[str]:
        prefix = ["setpriv", "--pdeathsig", death]
        if user := _unprivileged():
            prefix += ["--reuid", user, "--regid", str(pwd.getpwnam(user).pw_gid), "--clear-groups"]
        return [*prefix, *command]

    def start(self, *, ends_with_us: bool = True) -> None:
        """Make the data folder and start. Raises NoPostgresError."""
        bin_folder = programs()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        if user := _unprivileged():
            shutil.chown(self.folder, user)
        make = [str(bin_folder / "initdb"), "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8"]
        made = subprocess.run(
            self._as_user([*make, "--locale=C.UTF-8", "--no-sync"], "keep"),
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        if made.returncode:
            raise NoPostgresError(made.stderr)
        options = [f"unix_socket_directories={self.folder}", "listen_addresses=", *QUICK]
        serve = [str(bin_folder / "postgres"), "-D", str(self.data)]
        serve += [part for option in options for part in ("-c", option)]
        with (self.folder / "log").open("wb") as said:
            self.process = subprocess.Popen(
                self._as_user(serve, "QUIT" if ends_with_us else "keep"),
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True, cwd="/",
            )  # fmt: skip
        self._wait()
        self.create(USER)

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    message = f"{error}\n{(self.folder / 'log').read_text()}"
                    raise NoPostgresError(message) from error
                time.sleep(0.05)
            else:
                return

    def address(self, name: str = USER) -> str:
        """The address of one of its databases, as console.yaml and $BELISHA_DATABASE take it."""
        return f"postgresql://{USER}@{quote(str(self.folder), safe='')}/{name}"

    def create(self, name: str, pattern: str = "template0") -> str:
        """Make a database, empty or as another is now; its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(pattern))
            )
        return self.address(name)

    def holds(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with psycopg.connect(self.address("postgres")) as connection:
            row = connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name]).fetchone()
        return bool(row and row[0])

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            number = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(number, signal.SIGQUIT)
        if self.process:
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(command: list[str]) -> int:
    """Run a command with a server of its own; the command's exit status."""
    server = PrivatePostgres(Path(tempfile.mkdtemp(prefix="belisha-pg-", dir="/tmp")))
    try:
        server.start()
        return subprocess.run(command, env=os.environ | {"BELISHA_DATABASE": server.address()}, check=False).returncode
    finally:
        server.stop()


def main(arguments: list[str]) -> int:
    """The command line."""
    try:
        match arguments:
            case ["run", _, *_]:
                return run(arguments[1:])
            case ["start", folder]:
                server = PrivatePostgres(Path(folder).absolute())
                server.start(ends_with_us=False)
                sys.stdout.write(server.address() + "\n")
            case ["stop", folder]:
                PrivatePostgres(Path(folder).absolute()).stop()
            case _:
                sys.stderr.write(__doc__ or "")
                return 2
    except NoPostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
