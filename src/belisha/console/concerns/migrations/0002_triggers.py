"""The database itself refuses to change or delete what was written of a concern; erasure by law empties its words.

An entry goes only while a review of its record says that two different people want it deleted (keeping), or while
the old log that it came with is not taken over as a whole, so that nobody has seen it (importing).

A migration that rebuilds this table on SQLite loses its triggers: it must lay them anew.
"""

from django.db import migrations

# what erasure may change; all else of an entry is as it was written
KEPT = ("id", "concern_id", "kind", "at", "about", "by_id", "by_name", "by_role", "corrects_id", "reason", "seal")
SAME_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
SAME_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)
ERASED = "NEW.text = '' AND NEW.salt = '' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL"
# the review is of the concern itself, or of the one that it was put into; a constraint of its table wants two people
AGREED = """EXISTS (SELECT 1 FROM concerns_keepingreview r WHERE r.state = 'deleting' AND (r.concern_id = OLD.concern_id
    OR r.concern_id = (SELECT merged_into_id FROM concerns_concern c WHERE c.id = OLD.concern_id)))"""
COMING = "EXISTS (SELECT 1 FROM concerns_concern c WHERE c.id = OLD.concern_id AND c.state = 'coming')"

SQLITE = {
    "update": f"""BEFORE UPDATE ON concerns_entry WHEN NOT ({ERASED} AND {SAME_SQLITE})
        BEGIN SELECT RAISE(ABORT, 'concerns: an entry is never changed'); END""",
    "delete": f"""BEFORE DELETE ON concerns_entry WHEN NOT ({AGREED} OR {COMING})
        BEGIN SELECT RAISE(ABORT, 'concerns: an entry is never deleted'); END""",
    # "insert or replace" removes a row without asking the trigger of deletion
    "insert": """BEFORE INSERT ON concerns_entry WHEN EXISTS (SELECT 1 FROM concerns_entry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'concerns: an entry is never replaced'); END""",
}
POSTGRESQL = [
    f"""CREATE FUNCTION concerns_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND {ERASED} AND {SAME_POSTGRESQL} THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND ({AGREED} OR {COMING}) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'concerns: % is never asked of an entry', TG_OP;
    END $$""",
    """CREATE TRIGGER concerns_entry_kept BEFORE UPDATE OR DELETE ON concerns_entry
    FOR EACH ROW EXECUTE FUNCTION concerns_entry_kept()""",
    """CREATE FUNCTION concerns_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'concerns: % is never asked of entries', TG_OP; END $$""",
    """CREATE TRIGGER concerns_entry_emptied BEFORE TRUNCATE ON concerns_entry
    FOR EACH STATEMENT EXECUTE FUNCTION concerns_refuse()""",
]


def lay(apps, editor):  # noqa: ARG001 - Django hands both
    """Lay the triggers."""
    if editor.connection.vendor == "sqlite":
        for name, rule in SQLITE.items():
            editor.execute(f"CREATE TRIGGER concerns_entry_{name} {rule}")
    else:
        for statement in POSTGRESQL:
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Cannot be taken back: a record without its guards is none."""

    dependencies = [("concerns", "0001_initial")]
    operations = [migrations.RunPython(lay)]
