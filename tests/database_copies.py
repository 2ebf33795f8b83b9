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
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.commands.migrate import Command
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".pytest_cache" / "databases"
LIBRARIES = ("django", "django-allauth", "django-tasks-db")
KEPT_SECONDS = 24 * 3600

_handle = Command.handle


@cache
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
def alone() -> Iterator[None]:
    """No other worker makes or copies a database meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made_or_copied(self: Command, *args: Any, **options: Any) -> str | None:
    # only the making of a database for tests asks for this
    if not options["run_syncdb"]:
        return _handle(self, *args, **options)
    connection = connections[options["database"]]
    with alone():
        connection.ensure_connection()
        if _is_kept(connection, _fingerprint()):
            _take(connection, _fingerprint())
            return None
        said = _handle(self, *args, **options)
        _keep(connection, _fingerprint())
        return said


def keep_as(name: str) -> None:
    """Keep what the tests' database holds now under a name. Nobody else may be at it."""
    _keep(connections["default"], name)


def take(name: str) -> None:
    """Have the tests' database hold what is kept under a name."""
    _take(connections["default"], name)


def put_back() -> None:
    """Have the tests' database hold what its migrations made, and nothing else."""
    with alone():
        _take(connections["default"], _fingerprint())


def _file(name: str) -> Path:
    return FOLDER / f"{name}.sqlite3"


def _is_kept(connection: BaseDatabaseWrapper, name: str) -> bool:
    if connection.vendor == "sqlite":
        return _file(name).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [f"pattern_{name}"])
        return bool(cursor.fetchone()[0])


def _take(connection: BaseDatabaseWrapper, name: str) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(_file(name))) as source:
            source.backup(connection.connection)
        return
    quote, own = connection.ops.quote_name, str(connection.settings_dict["NAME"])
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {quote(own)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(own)} TEMPLATE {quote(f'pattern_{name}')}")


def _keep(connection: BaseDatabaseWrapper, name: str) -> None:
    if connection.vendor == "sqlite":
        _write(connection.connection, _file(name))
        return
    quote, own = connection.ops.quote_name, str(connection.settings_dict["NAME"])
    connection.close()  # nobody may be at a database that is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quote(f'pattern_{name}')} TEMPLATE {quote(own)}")


def _write(made: sqlite3.Connection, kept: Path) -> None:
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as target:
        made.backup(target)
    draft.replace(kept)
    for old in FOLDER.glob("*.sqlite3"):
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink()


Command.handle = _made_or_copied  # type: ignore[method-assign]
