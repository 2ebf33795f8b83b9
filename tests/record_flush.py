"""Lets tests that commit be tidied up after: the guards of what is never changed refuse that; they are off meanwhile.

A plugin of pytest (conftest.py at the root names it). The product knows nothing of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.backends.base.operations import BaseDatabaseOperations

if TYPE_CHECKING:
    from collections.abc import Iterator

_flush = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def guards_down(connection: Any) -> Iterator[None]:
    """The triggers of the record are off inside; for tests that falsify it as somebody with the keys could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'trigger' AND (name LIKE 'audit_%' OR name LIKE 'concerns_%'"
                " OR name LIKE 'policies_%' OR name LIKE 'agreements_%')"
            )
            laid = dict(cursor.fetchall())
            down, up = [f"DROP TRIGGER {name}" for name in laid], list(laid.values())
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would be in the way
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename ~ '^(audit|concerns|policies|agreements)_'"
            )
            tables = [name for (name,) in cursor.fetchall()]
            down = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
            up = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
        for statement in down:
            cursor.execute(statement)
        yield
        for statement in up:
            cursor.execute(statement)


def _flush_without_guards(self: Any, sql_list: list[str]) -> None:
    with guards_down(self.connection):
        _flush(self, sql_list)


BaseDatabaseOperations.execute_sql_flush = _flush_without_guards  # type: ignore[method-assign]
