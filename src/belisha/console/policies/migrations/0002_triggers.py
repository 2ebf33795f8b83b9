"""The database itself refuses to change who wrote, said, voted and signed what, or what governors approved.

A migration that rebuilds one of these tables on SQLite loses its triggers: it must lay them anew.
"""

from django.db import migrations

# added to, never changed or deleted
KEPT = ("edit", "frozenat", "stepword", "approval", "versionsignature", "outcome")
# of a version that was in force: what it says and when
FIXED = ("policy_id", "number", "edition", "frozen", "digest", "adopted")
WAS_IN_FORCE = "OLD.state IN ('published', 'superseded')"
# from being in force there is one way on, and none back
STEP = "(NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'superseded'))"
SAME_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in FIXED)
SAME_POSTGRESQL = " AND ".join(f"NEW.{name}::text IS NOT DISTINCT FROM OLD.{name}::text" for name in FIXED)

REFUSE = """CREATE FUNCTION policies_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'policies: % is never asked of %', TG_OP, TG_TABLE_NAME; END $$"""
KEEP_VERSION = f"""CREATE FUNCTION policies_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.state IN ('published', 'superseded') THEN
                RAISE EXCEPTION 'policies: a version that was in force stays';
            END IF;
            RETURN OLD;
        END IF;
        IF {WAS_IN_FORCE} AND NOT ({STEP} AND {SAME_POSTGRESQL}) THEN
            RAISE EXCEPTION 'policies: what governors approved is never changed';
        END IF;
        RETURN NEW;
    END $$"""


def _of_sqlite():
    for name in KEPT:
        table = f"policies_{name}"
        yield f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, 'policies: {name} is never changed'); END"""
        yield f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'policies: {name} is never deleted'); END"""
        # "insert or replace" removes a row without asking the trigger of deletion
        yield f"""CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'policies: {name} is never replaced'); END"""  # noqa: S608 - names of ours
    yield f"""CREATE TRIGGER policies_version_update BEFORE UPDATE ON policies_version
        WHEN {WAS_IN_FORCE} AND NOT ({STEP} AND {SAME_SQLITE})
        BEGIN SELECT RAISE(ABORT, 'policies: what governors approved is never changed'); END"""
    yield f"""CREATE TRIGGER policies_version_delete BEFORE DELETE ON policies_version WHEN {WAS_IN_FORCE}
        BEGIN SELECT RAISE(ABORT, 'policies: a version that was in force stays'); END"""


def _of_postgresql():
    yield REFUSE
    yield KEEP_VERSION
    for name in KEPT:
        yield f"""CREATE TRIGGER policies_{name}_kept BEFORE UPDATE OR DELETE ON policies_{name}
            FOR EACH ROW EXECUTE FUNCTION policies_refuse()"""
    yield """CREATE TRIGGER policies_version_kept BEFORE UPDATE OR DELETE ON policies_version
        FOR EACH ROW EXECUTE FUNCTION policies_version_kept()"""


def lay(apps, editor):  # noqa: ARG001 - Django hands both
    """Lay the triggers."""
    if editor.connection.vendor == "sqlite":
        for statement in _of_sqlite():
            editor.execute(statement)
    else:
        for statement in _of_postgresql():
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Cannot be taken back: a record without its guards is none."""

    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunPython(lay)]
