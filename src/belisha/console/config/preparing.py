"""Makes the console's database and files ready: migrations, styles and scripts. Quick when there is nothing to do."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from belisha.activity.counted import counted
from belisha.engine.published import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["await_database", "pending_migrations", "prepare"]

STAMP: Final = ".collected"


def prepare(say: Callable[[str], None]) -> None:
    """Bring database and static files up to date. Raises DatabaseError or OSError."""
    with _alone(settings.HOME / "console" / "prepare.lock"):
        if pending := pending_migrations():
            say(f"Bringing the database up to date ({counted(len(pending), 'step')})")
            call_command("migrate", verbosity=0, interactive=False)
        _collect_static(say)
    connections.close_all()


def pending_migrations() -> list[str]:
    """The migrations that the database lacks. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def await_database(seconds: float) -> bool:
    """Whether the database answers and is up to date within so many seconds; another process sees to it."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if not pending_migrations():
                return True
        except DatabaseError:
            connection.close()
        if time.monotonic() > deadline:
            return False
        time.sleep(0.3)


def _collect_static(say: Callable[[str], None]) -> None:
    root: Path = settings.STATIC_ROOT
    wanted = _fingerprint()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting styles and scripts")
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    write_atomically(stamp, wanted.encode())


def _fingerprint() -> str:
    """Of every file that is served: where it lies, how long it is, when it was written."""
    lines = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = storage.path(path)
            lines.append(f"{found} {storage.size(path)} {storage.get_modified_time(path).timestamp()}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
