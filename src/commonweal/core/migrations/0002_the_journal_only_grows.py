"""The database itself refuses to change the journal, and to shorten it before its six years."""

from django.db import migrations

SAYS = "The journal is only ever added to."

SQLITE = [
    f"""CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON core_journalentry
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
    f"""CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON core_journalentry
    WHEN OLD.at > datetime('now', '-6 years')
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
]
POSTGRES = [
    f"""CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at <= now() - interval '6 years' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{SAYS}';
    END $$""",
    """CREATE TRIGGER journal_is_not_shortened BEFORE UPDATE OR DELETE ON core_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_only_grows()""",
    """CREATE TRIGGER journal_is_not_emptied BEFORE TRUNCATE ON core_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER journal_is_not_changed", "DROP TRIGGER journal_is_not_shortened"],
    "postgresql": [
        "DROP TRIGGER journal_is_not_shortened ON core_journalentry",
        "DROP TRIGGER journal_is_not_emptied ON core_journalentry",
        "DROP FUNCTION journal_only_grows()",
    ],
}


def close_the_book(apps, schema_editor):
    """Set the triggers that this database understands."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def open_the_book(apps, schema_editor):
    """Take them away again."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the journal, in each database's own words."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(close_the_book, open_the_book)]
