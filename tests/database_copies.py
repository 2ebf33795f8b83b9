"""The tests' database is made by its migrations once, and copied after: that takes a moment, not ten seconds.

SQLite's copy is kept in a file for later runs, PostgreSQL's as a database of the server, for its other workers.

A plugin of pytest (conftest.py at the root names it). Whatever decides what the tables are decides which copy is used.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
import time
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.commands.migrate import Command
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".pytest_cache" / "databases"
LIBRARIES = ("django", "django-allauth", "django-tasks-db")
KEPT_SECONDS = 24 * 3600

_handle = Command.handle


def _fingerprint() -> str:
    """Of all that decides what is in a database that nobody has used yet."""
    sources = (ROOT / "src/belisha/console").rglob("*.py")
    deciding = sorted(path for path in sources if {"models", "models.py", "migrations", "watching"} & set(path.parts))
    settings = ROOT / "src/belisha/console/config/settings.py"
    read = hashlib.sha256(" ".join(f"{each} {version(each)}" for each in LIBRARIES).encode())
    for path in (settings, *deciding):
        read.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return read.hexdigest()[:20]


@contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made_or_copied(self: Command, *args: Any, **options: Any) -> str | None:
    # only the making of a database for tests asks for this
    if not options["run_syncdb"]:
        return _handle(self, *args, **options)
    connection = connections[options["database"]]
    copied = _copied_file if connection.vendor == "sqlite" else _copied_database
    with _alone():
        return copied(connection, lambda: _handle(self, *args, **options))


def _copied_file(connection: BaseDatabaseWrapper, make: Callable[[], str | None]) -> str | None:
    kept = FOLDER / f"{_fingerprint()}.sqlite3"
    connection.ensure_connection()
    if kept.exists():
        with closing(sqlite3.connect(kept)) as source:
            source.backup(connection.connection)
        return None
    said = make()
    _keep(connection.connection, kept)
    return said


def _copied_database(connection: BaseDatabaseWrapper, make: Callable[[], str | None]) -> str | None:
    quote = connection.ops.quote_name
    own, pattern = str(connection.settings_dict["NAME"]), f"pattern_{_fingerprint()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [pattern])
        if is_there := bool(cursor.fetchone()[0]):
            connection.close()
            cursor.execute(f"DROP DATABASE {quote(own)}")
            cursor.execute(f"CREATE DATABASE {quote(own)} TEMPLATE {quote(pattern)}")
    said = None if is_there else make()
    connection.close()  # nobody may be at a database that is copied
    if not is_there:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quote(pattern)} TEMPLATE {quote(own)}")
    return said


def _keep(made: sqlite3.Connection, kept: Path) -> None:
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as target:
        made.backup(target)
    draft.replace(kept)
    for old in FOLDER.glob("*.sqlite3"):
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink()


Command.handle = _made_or_copied  # type: ignore[method-assign]
