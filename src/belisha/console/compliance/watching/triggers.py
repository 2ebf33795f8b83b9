"""The database itself notes in which tables, and of which school, something changed: triggers, whoever writes.

They are taken off before migrations and laid anew after them: SQLite cannot rename a table that others' triggers name,
and a table that is made anew has none. A table without all of its own counts as one whose changes nobody hears of.
"""

# ruff: noqa: S608 - every part of these statements is a name of our own tables
from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

from belisha.console.compliance.watching.places import NONE, PASSING, tables, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    from belisha.console.compliance.watching.places import Way

__all__ = ["lay", "take_off", "watched"]

PREFIX: Final = "touched_"
BOOK: Final = "compliance_touched"
EVENTS: Final = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
FUNCTION: Final = f"""CREATE OR REPLACE FUNCTION {PREFIX}rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    note text := 'INSERT INTO {BOOK} ("table", school) SELECT DISTINCT %L, v.place FROM %I AS r
        CROSS JOIN LATERAL (VALUES ' || TG_ARGV[0] || ') AS v(place)';
    differs boolean;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO {BOOK} ("table", school) VALUES (TG_TABLE_NAME, {NONE});
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_ARGV[1] <> '' THEN
        EXECUTE 'SELECT EXISTS (SELECT to_jsonb(n) - $1 FROM fresh n EXCEPT SELECT to_jsonb(o) - $1 FROM gone o)'
            INTO differs USING TG_ARGV[1];
        IF NOT differs THEN RETURN NULL; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN EXECUTE format(note, TG_TABLE_NAME, 'fresh'); END IF;
    IF TG_OP <> 'INSERT' THEN EXECUTE format(note, TG_TABLE_NAME, 'gone'); END IF;
    RETURN NULL;
END $$"""


def lay(connection: BaseDatabaseWrapper) -> int:
    """Lay those that are missing, take off those that are no longer wanted; how many were laid."""
    wanted, laid = _wanted(connection.vendor), _laid(connection)
    with connection.cursor() as cursor:
        for name in laid.keys() - wanted.keys():
            cursor.execute(_off(connection, name, laid[name]))
        there = set(connection.introspection.table_names(cursor))
        if BOOK not in there:  # where some apps alone are migrated
            return 0
        missing = [sql for name, (table, sql) in wanted.items() if name not in laid and table in there]
        if missing and connection.vendor == "postgresql":
            cursor.execute(FUNCTION, None)
        for sql in missing:
            cursor.execute(sql, None)
    return len(missing)


def take_off(connection: BaseDatabaseWrapper) -> None:
    """Take off all, before tables change."""
    with connection.cursor() as cursor:
        for name, table in _laid(connection).items():
            cursor.execute(_off(connection, name, table))


def watched(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The tables of which every change is noted."""
    laid = _laid(connection)
    missing = {table for name, (table, _sql) in _wanted(connection.vendor).items() if name not in laid}
    return frozenset(tables()) - missing


def _laid(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Those that are laid and at work, with their tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 8) = '{PREFIX}'"
            )
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                f" WHERE left(tgname, 8) = '{PREFIX}' AND tgenabled IN ('O', 'A')"
            )
        return dict(cursor.fetchall())


def _off(connection: BaseDatabaseWrapper, name: str, table: str) -> str:
    quote = connection.ops.quote_name
    at = "" if connection.vendor == "sqlite" else f" ON {quote(table)}"
    return f"DROP TRIGGER IF EXISTS {quote(name)}{at}"


@cache
def _wanted(vendor: str) -> dict[str, tuple[str, str]]:
    """Every trigger by name, with its table. The name holds a digest of what it does."""
    written = _for_sqlite if vendor == "sqlite" else _for_postgresql
    found = {}
    for table in tables():
        for words in written(table):
            name = PREFIX + hashlib.sha256((table + words + FUNCTION).encode()).hexdigest()[:16]
            found[name] = (table, f"CREATE TRIGGER {name} {words}")
    return found


def _for_sqlite(table: str) -> Iterator[str]:
    columns = [field.column for field in tables()[table]._meta.concrete_fields if field.column != PASSING.get(table)]
    some = " OF " + ", ".join(f'"{column}"' for column in columns) if table in PASSING else ""
    for event, rows in EVENTS.items():
        places = " UNION ".join(f"SELECT {place} AS place" for row in rows for place in _places(table, row))
        yield (
            f'AFTER {event}{some if event == "UPDATE" else ""} ON "{table}" BEGIN'
            f" INSERT INTO {BOOK} (\"table\", school) SELECT '{table}', place FROM ({places})"
            f" WHERE NOT EXISTS (SELECT 1 FROM {BOOK} AS t WHERE t.\"table\" = '{table}' AND t.school = place); END"
        )


def _for_postgresql(table: str) -> Iterator[str]:
    places = ", ".join(f"({place})" for place in _places(table, "r")).replace("'", "''")
    call = f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}rows('{places}', '{PASSING.get(table, '')}')"
    transition = {"NEW": "NEW TABLE AS fresh", "OLD": "OLD TABLE AS gone"}
    for event, rows in EVENTS.items():
        yield f'AFTER {event} ON "{table}" REFERENCING {" ".join(transition[row] for row in rows)} {call}'
    yield f'AFTER TRUNCATE ON "{table}" {call}'


def _places(table: str, row: str) -> list[str]:
    """What gives the number of each school that a row belongs to; NONE where it leads to none."""
    found = [_number(way, row, 1) for way in ways(table)]
    if not found:
        return [str(NONE)]
    turns = [found[number:] + found[:number] for number in range(len(found))]
    return [f"COALESCE({', '.join(turn)}, {NONE})" for turn in turns]


def _number(way: Way, row: str, depth: int) -> str:
    if not way.table:
        return f'{row}."{way.column}"'
    above = f"p{depth}"
    (further,) = ways(way.table)
    number = _number(further, above, depth + 1)
    return f'(SELECT {number} FROM "{way.table}" AS {above} WHERE {above}."{way.key}" = {row}."{way.column}")'
