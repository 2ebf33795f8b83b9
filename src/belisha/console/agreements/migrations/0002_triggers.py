"""The database itself refuses to change or delete what was issued and signed; a signature can be withdrawn, once.

A signature whose time is over goes where its tombstone stands (keeping), with the same number and seal; the tombstone
stays for ever.

A migration that rebuilds these tables on SQLite loses their triggers: it must lay them anew.
"""

from django.db import migrations

# table -> what may be changed, once, from nothing; all else stays as it was written
ONCE = {
    "agreements_signature": ("withdrawn_at", ("withdrawn_reason",)),
    "agreements_agreement": ("ended_at", ()),
}
COLUMNS = {
    "agreements_signature": (
        *("id", "agreement_id", "person_id", "child_id", "name", "at", "counts_for", "way", "form", "text_digest"),
        *("answers", "helper", "witness_id", "seal", "token"),
    ),
    "agreements_agreement": (
        *("id", "school_id", "kind", "number", "forms", "digest", "asks_again", "reason", "issued_by_id", "issued_at"),
    ),
}


def _same(table, vendor):
    """That nothing else differs."""
    equal = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    return " AND ".join(f"NEW.{name} {equal} OLD.{name}" for name in COLUMNS[table])


def _allowed(table, vendor):
    once, _with = ONCE[table]
    return f"OLD.{once} IS NULL AND NEW.{once} IS NOT NULL AND {_same(table, vendor)}"


LET_GO = "agreements_letgo"
STANDS = {
    "agreements_signature": f"EXISTS (SELECT 1 FROM {LET_GO} WHERE what = 'signature' AND number = OLD.id AND seal = OLD.seal)"  # noqa: S608 - names of this file
}


def _sqlite(table):
    """The triggers of a table; "insert or replace" removes a row without asking the trigger of deletion."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: what was signed is never changed'); END"
    yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({_allowed(table, 'sqlite')}) {refuse}"
    unless = f"WHEN NOT {STANDS[table]} " if table in STANDS else ""
    yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {unless}{refuse}"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - names of this file
    yield f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {there} {refuse}"


def _postgresql(table):
    """The triggers of a table."""
    yield f"""CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND {_allowed(table, "postgresql")} THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND {STANDS.get(table, "FALSE")} THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '{table}: what was signed is never changed';
    END $$"""
    yield f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_kept()"""
    yield f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{table}: what was signed is never emptied'; END $$"""
    yield f"""CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""


def _tombstones_sqlite():
    refuse = f"BEGIN SELECT RAISE(ABORT, '{LET_GO}: a tombstone stays'); END"
    yield f"CREATE TRIGGER {LET_GO}_update BEFORE UPDATE ON {LET_GO} {refuse}"
    yield f"CREATE TRIGGER {LET_GO}_delete BEFORE DELETE ON {LET_GO} {refuse}"
    there = f"EXISTS (SELECT 1 FROM {LET_GO} WHERE id = NEW.id OR (what = NEW.what AND number = NEW.number))"  # noqa: S608 - names of this file
    yield f"CREATE TRIGGER {LET_GO}_insert BEFORE INSERT ON {LET_GO} WHEN {there} {refuse}"


def _tombstones_postgresql():
    yield f"""CREATE FUNCTION {LET_GO}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{LET_GO}: a tombstone stays'; END $$"""
    yield f"""CREATE TRIGGER {LET_GO}_kept BEFORE UPDATE OR DELETE ON {LET_GO}
    FOR EACH ROW EXECUTE FUNCTION {LET_GO}_kept()"""
    yield f"""CREATE TRIGGER {LET_GO}_emptied BEFORE TRUNCATE ON {LET_GO}
    FOR EACH STATEMENT EXECUTE FUNCTION {LET_GO}_kept()"""


def lay(apps, editor):  # noqa: ARG001 - Django hands both
    """Lay the triggers."""
    for table in ONCE:
        for statement in _sqlite(table) if editor.connection.vendor == "sqlite" else _postgresql(table):
            editor.execute(statement, params=None)
    tombstones = _tombstones_sqlite() if editor.connection.vendor == "sqlite" else _tombstones_postgresql()
    for statement in tombstones:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Cannot be taken back: signatures without their guards are none."""

    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(lay)]
