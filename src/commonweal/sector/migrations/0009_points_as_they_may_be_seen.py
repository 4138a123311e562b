"""The points of addresses that are not public are kept only as coarsely as they were shown.

The next run of each source puts them at the middle of their small area.
"""

from django.db import migrations

ROUNDED = {
    "sqlite": "round({c}, 2)",
    "postgresql": "round({c}::numeric, 2)::double precision",
}


def coarsen(apps, schema_editor):
    how = ROUNDED[schema_editor.connection.vendor]
    sets = ", ".join(f"{c} = {how.format(c=c)}" for c in ("latitude", "longitude"))
    schema_editor.execute(
        f"UPDATE sector_organisation SET {sets} "  # noqa: S608
        "WHERE NOT address_public AND latitude IS NOT NULL"
    )


class Migration(migrations.Migration):
    dependencies = [("sector", "0008_feeds")]

    operations = [migrations.RunPython(coarsen, migrations.RunPython.noop)]
