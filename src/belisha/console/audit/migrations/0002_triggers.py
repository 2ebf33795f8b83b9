"""The database itself refuses what would falsify the record, whoever asks: triggers for SQLite and PostgreSQL.

A migration that rebuilds one of these tables on SQLite loses its triggers: it must lay them anew.
"""

from django.db import migrations

KEPT = ("audit_link", "audit_body", "audit_tombstone", "audit_chain", "audit_check")

# On SQLite "insert or replace" removes a row without asking the triggers of deletion: hence those of insertion.
SQLITE = {
    "link_update": "BEFORE UPDATE ON audit_link BEGIN SELECT RAISE(ABORT, 'audit: an entry is never changed'); END",
    "link_delete": "BEFORE DELETE ON audit_link BEGIN SELECT RAISE(ABORT, 'audit: an entry is never deleted'); END",
    "link_insert": """BEFORE INSERT ON audit_link
        WHEN EXISTS (SELECT 1 FROM audit_link WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number))
        BEGIN SELECT RAISE(ABORT, 'audit: an entry is never replaced'); END""",
    "body_update": "BEFORE UPDATE ON audit_body BEGIN SELECT RAISE(ABORT, 'audit: words are never changed'); END",
    "body_delete": """BEFORE DELETE ON audit_body
        WHEN NOT EXISTS (SELECT 1 FROM audit_tombstone WHERE link_id = OLD.link_id)
        BEGIN SELECT RAISE(ABORT, 'audit: words are deleted by shredding alone'); END""",
    "body_insert": """BEFORE INSERT ON audit_body
        WHEN EXISTS (SELECT 1 FROM audit_body WHERE link_id = NEW.link_id)
        BEGIN SELECT RAISE(ABORT, 'audit: words are never replaced'); END""",
    "tombstone_update": """BEFORE UPDATE ON audit_tombstone
        BEGIN SELECT RAISE(ABORT, 'audit: a tombstone is never changed'); END""",
    "tombstone_delete": """BEFORE DELETE ON audit_tombstone
        BEGIN SELECT RAISE(ABORT, 'audit: a tombstone is never deleted'); END""",
    "tombstone_insert": """BEFORE INSERT ON audit_tombstone
        WHEN EXISTS (SELECT 1 FROM audit_tombstone WHERE link_id = NEW.link_id) OR NOT EXISTS (
            SELECT 1 FROM audit_link AS stone JOIN audit_link AS gone ON gone.chain = stone.chain
            WHERE stone.id = NEW.by_id AND gone.id = NEW.link_id AND stone.number > gone.number
            AND stone.event = 'audit.shredded' AND gone.event <> 'audit.shredded')
        BEGIN SELECT RAISE(ABORT, 'audit: a tombstone needs an entry that tells of the shredding'); END""",
    "chain_update": """BEFORE UPDATE ON audit_chain
        WHEN NEW.name <> OLD.name OR NEW.length <= OLD.length OR NOT EXISTS (
            SELECT 1 FROM audit_link WHERE chain = NEW.name AND number = NEW.length AND digest = NEW.last)
        BEGIN SELECT RAISE(ABORT, 'audit: a record only grows'); END""",
    "chain_delete": "BEFORE DELETE ON audit_chain BEGIN SELECT RAISE(ABORT, 'audit: a record never ends'); END",
    "chain_insert": """BEFORE INSERT ON audit_chain
        WHEN EXISTS (SELECT 1 FROM audit_chain WHERE name = NEW.name)
        BEGIN SELECT RAISE(ABORT, 'audit: a record only grows'); END""",
    "check_update": "BEFORE UPDATE ON audit_check BEGIN SELECT RAISE(ABORT, 'audit: a check is never changed'); END",
    "check_delete": "BEFORE DELETE ON audit_check BEGIN SELECT RAISE(ABORT, 'audit: a check is never deleted'); END",
    "check_insert": """BEFORE INSERT ON audit_check WHEN EXISTS (SELECT 1 FROM audit_check WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'audit: a check is never replaced'); END""",
}

POSTGRESQL = [
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit: % is never asked of %', TG_OP, TG_TABLE_NAME; END $$""",
    """CREATE FUNCTION audit_only_shredded() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM audit_tombstone WHERE link_id = OLD.link_id) THEN
            RAISE EXCEPTION 'audit: words are deleted by shredding alone';
        END IF;
        RETURN OLD;
    END $$""",
    """CREATE FUNCTION audit_told_of() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM audit_link AS stone JOIN audit_link AS gone ON gone.chain = stone.chain
            WHERE stone.id = NEW.by_id AND gone.id = NEW.link_id AND stone.number > gone.number
            AND stone.event = 'audit.shredded' AND gone.event <> 'audit.shredded'
        ) THEN
            RAISE EXCEPTION 'audit: a tombstone needs an entry that tells of the shredding';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.name <> OLD.name OR NEW.length <= OLD.length OR NOT EXISTS (
            SELECT 1 FROM audit_link WHERE chain = NEW.name AND number = NEW.length AND digest = NEW.last
        ) THEN
            RAISE EXCEPTION 'audit: a record only grows';
        END IF;
        RETURN NEW;
    END $$""",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for table in ("audit_link", "audit_tombstone", "audit_check")
    ),
    "CREATE TRIGGER audit_body_kept BEFORE UPDATE ON audit_body FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_body_shredded BEFORE DELETE ON audit_body FOR EACH ROW EXECUTE FUNCTION audit_only_shredded()",
    "CREATE TRIGGER audit_tombstone_told BEFORE INSERT ON audit_tombstone FOR EACH ROW EXECUTE FUNCTION audit_told_of()",
    "CREATE TRIGGER audit_chain_grows BEFORE UPDATE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_only_grows()",
    "CREATE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    *(
        f"CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in KEPT
    ),
]


def lay(apps, editor):  # noqa: ARG001 - Django hands both
    """Lay the triggers."""
    if editor.connection.vendor == "sqlite":
        for name, rule in SQLITE.items():
            editor.execute(f"CREATE TRIGGER audit_{name} {rule}")
    else:
        for statement in POSTGRESQL:
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Cannot be taken back: a record without its guards is none."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(lay)]
