"""The full-text table of the register, made in each database's own words."""

from django.db import migrations, models


def words_of(schema_editor):
    from commonweal.sector.searching import index_postgresql, index_sqlite

    return index_postgresql if schema_editor.connection.vendor == "postgresql" else index_sqlite


def create(apps, schema_editor):
    for statement in words_of(schema_editor).CREATE:
        schema_editor.execute(statement, None)


def drop(apps, schema_editor):
    for statement in words_of(schema_editor).DROP:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("sector", "0002_told_here")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SearchRow",
                    fields=[
                        (
                            "organisation_id",
                            models.BigIntegerField(
                                db_column="rowid", primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.TextField()),
                        ("also", models.TextField()),
                        ("description", models.TextField()),
                        ("purposes", models.TextField()),
                        ("tokens", models.TextField()),
                    ],
                ),
            ],
            database_operations=[migrations.RunPython(create, drop)],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=40)),
                ("change", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BigIntegerField()),
            ],
        ),
    ]
