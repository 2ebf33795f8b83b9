"""A consistent copy of the database while people work in it, and putting one back. SQLite and PostgreSQL.

A copy lies in a file without a name: when the process ends, however it ends, the copy is gone.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from belisha.console.config.backup.errors import BackupError
from belisha.console.config.database import read_address, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SQL", "SQLITE", "check_sqlite", "copy_of", "is_empty", "kind_of", "load_sql"]

SQLITE: Final = "database.sqlite3"
SQL: Final = "database.sql"
# all or nothing: what was there goes in the same transaction in which the copy comes
MAKE_ROOM: Final = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"
COUNT_TABLES: Final = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


def kind_of(address: str) -> str:
    """The name under which a backup holds the database of this address (empty: SQLite)."""
    return SQL if address else SQLITE


@contextmanager
def copy_of(address: str, home: Path) -> Iterator[IO[bytes]]:
    """A consistent copy, open for reading from its beginning. Raises BackupError."""
    with tempfile.TemporaryFile(dir=home / "console") as copy:
        if address:
            _dump(address, copy)
            copy.seek(0)
            yield copy
        else:
            with _copied(sqlite_file(home)) as opened:
                yield opened


@contextmanager
def _copied(file: Path) -> Iterator[IO[bytes]]:
    if not file.exists():
        message = f"There is no database in {file.parent}: has the console been started once?"
        raise BackupError(message)
    number, name = tempfile.mkstemp(dir=file.parent, prefix=".copy-")
    with os.fdopen(number, "rb") as opened:
        try:
            with closing(sqlite3.connect(name)) as target, closing(sqlite3.connect(file)) as source:
                target.execute("PRAGMA journal_mode = OFF")
                Path(name).unlink()
                source.backup(target)
        except sqlite3.Error as error:
            message = f"The database cannot be copied: {error}"
            raise BackupError(message) from error
        finally:
            Path(name).unlink(missing_ok=True)
        yield opened


def check_sqlite(file: Path) -> None:
    """Raise BackupError where a restored database is damaged inside."""
    with closing(sqlite3.connect(file)) as database:
        (answer,) = database.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        message = f"The database in the backup is damaged: {answer}"
        raise BackupError(message)


def _dump(address: str, sink: IO[bytes]) -> None:
    _run(["pg_dump", "--no-owner", "--no-privileges"], address, stdout=sink)


def load_sql(address: str, dump: IO[bytes]) -> None:
    """Replace what is in a PostgreSQL database by a dump, in one transaction. BackupError: then nothing changed."""
    with tempfile.TemporaryFile() as script:
        script.write(MAKE_ROOM.encode())
        while block := dump.read(1 << 20):
            script.write(block)
        script.seek(0)
        command = [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            "--output=/dev/null",
        ]
        _run([*command, "--file=-"], address, stdin=script)


def is_empty(address: str) -> bool:
    """Whether a PostgreSQL database holds no table. Raises BackupError."""
    said = _run(["psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={COUNT_TABLES}"], address)
    return said.strip() == b"0"


def _run(command: list[str], address: str, *, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None) -> bytes:
    environment = os.environ | read_address(address).environment
    try:
        outcome = subprocess.run(  # noqa: S603
            command,
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    except FileNotFoundError as error:
        message = f"{command[0]} is not installed: apt-get install postgresql-client"
        raise BackupError(message) from error
    if outcome.returncode:
        message = f"{command[0]} failed: {outcome.stderr.decode(errors='replace').strip()}"
        raise BackupError(message)
    return outcome.stdout or b""
