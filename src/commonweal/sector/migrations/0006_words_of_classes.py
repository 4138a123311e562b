"""Words for kinds and causes in the search index, which is made afresh with them.

A full-text table takes no new column, so it is made again and filled from the register in the
same transaction: search answers as soon as the database is prepared. It takes about as long as
a rebuild of the index (a second for a county, a minute for the country).
"""

from django.db import migrations, models


def words_of(schema_editor):
    from commonweal.sector.searching import index_postgresql, index_sqlite

    return index_postgresql if schema_editor.connection.vendor == "postgresql" else index_sqlite


def make_afresh(apps, schema_editor):
    from commonweal.core.actions import door
    from commonweal.sector.searching import reindex_all

    if apps.get_model("sector", "Organisation").objects.exists():
        with door("sector.0006_words_of_classes"):
            reindex_all()
        return
    words = words_of(schema_editor)
    for statement in (*words.DROP, *words.CREATE):
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("sector", "0005_nominated_companies"), ("places", "0002_outlines_and_fits")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="searchrow",
                    name="classes",
                    field=models.TextField(default=""),
                    preserve_default=False,
                ),
            ],
            database_operations=[
                migrations.RunPython(make_afresh, migrations.RunPython.noop, elidable=False)
            ],
        ),
    ]
