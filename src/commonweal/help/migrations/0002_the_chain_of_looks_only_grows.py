"""The database itself refuses to change a look, and to shorten the chain before two years."""

from django.db import migrations

SAYS = "Looks are only ever added."

SQLITE = [
    f"""CREATE TRIGGER a_look_is_not_changed BEFORE UPDATE ON help_look
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
    f"""CREATE TRIGGER looks_are_not_shortened BEFORE DELETE ON help_look
    WHEN OLD.at > datetime('now', '-2 years')
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
]
POSTGRES = [
    f"""CREATE FUNCTION looks_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at <= now() - interval '2 years' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{SAYS}';
    END $$""",
    """CREATE TRIGGER looks_are_not_shortened BEFORE UPDATE OR DELETE ON help_look
    FOR EACH ROW EXECUTE FUNCTION looks_only_grow()""",
    """CREATE TRIGGER looks_are_not_emptied BEFORE TRUNCATE ON help_look
    FOR EACH STATEMENT EXECUTE FUNCTION looks_only_grow()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER a_look_is_not_changed", "DROP TRIGGER looks_are_not_shortened"],
    "postgresql": [
        "DROP TRIGGER looks_are_not_shortened ON help_look",
        "DROP TRIGGER looks_are_not_emptied ON help_look",
        "DROP FUNCTION looks_only_grow()",
    ],
}


def close_the_chain(apps, schema_editor):
    """Set the triggers that this database understands."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def open_the_chain(apps, schema_editor):
    """Take them away again."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on looks, in each database's own words."""

    dependencies = [("help", "0001_initial")]
    operations = [migrations.RunPython(close_the_chain, open_the_chain)]
