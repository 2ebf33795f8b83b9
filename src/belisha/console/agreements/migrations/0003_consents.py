"""The database itself refuses to change or delete what somebody permitted; a merge of two entries moves the names alone.

A migration that rebuilds this table on SQLite loses its triggers: it must lay them anew.
"""

from django.db import migrations

TABLE = "agreements_consentanswer"
KEPT = ("id", "purpose", "number", "mark", "yes", "at", "until", "way", "note", "entered_by_id")
SAME_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
SAME_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)

THERE = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR mark = NEW.mark)"  # noqa: S608 - our name

# an answer whose time is over goes where its tombstone stands
STANDS = "EXISTS (SELECT 1 FROM agreements_letgo WHERE what = 'answer' AND number = OLD.id)"

SQLITE = {
    "update": f"""BEFORE UPDATE ON {TABLE} WHEN NOT ({SAME_SQLITE})
        BEGIN SELECT RAISE(ABORT, 'consents: an answer is never changed'); END""",
    "delete": f"""BEFORE DELETE ON {TABLE} WHEN NOT {STANDS}
        BEGIN SELECT RAISE(ABORT, 'consents: an answer is never deleted'); END""",
    # "insert or replace" removes a row without asking the trigger of deletion
    "insert": f"""BEFORE INSERT ON {TABLE} WHEN {THERE}
        BEGIN SELECT RAISE(ABORT, 'consents: an answer is never replaced'); END""",
}
POSTGRESQL = [
    f"""CREATE FUNCTION agreements_consent_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND {SAME_POSTGRESQL} THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND {STANDS} THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'consents: % is never asked of an answer', TG_OP;
    END $$""",
    f"""CREATE TRIGGER agreements_consent_kept BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION agreements_consent_kept()""",
    """CREATE FUNCTION agreements_consent_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'consents: % is never asked of answers', TG_OP; END $$""",
    f"""CREATE TRIGGER agreements_consent_emptied BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_consent_emptied()""",
]


def lay(apps, editor):  # noqa: ARG001 - Django hands both
    """Lay the triggers."""
    if editor.connection.vendor == "sqlite":
        for name, rule in SQLITE.items():
            editor.execute(f"CREATE TRIGGER {TABLE}_{name} {rule}")
    else:
        for statement in POSTGRESQL:
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Cannot be taken back: answers without their guards are none."""

    dependencies = [("agreements", "0002_triggers")]
    operations = [migrations.RunPython(lay)]
