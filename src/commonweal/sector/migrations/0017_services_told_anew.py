"""Services: a mark for each change, who made it, why one does not run; hidden places made coarse.

A place whose address is not public keeps no areas, and the point of all of its outward code.
"""

from django.db import migrations, models
from django.db.models import Avg

HIDDEN = {"county": "", "district": "", "ward": ""}


def coarsen(apps, schema_editor):
    locations = apps.get_model("sector", "Location").objects.filter(address_public=False)
    postcodes = apps.get_model("places", "Postcode").objects
    for postcode in set(locations.values_list("postcode", flat=True)):
        begun = postcodes.filter(postcode__startswith=f"{postcode.partition(' ')[0]} ")
        middle = begun.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
        point = {c: None if value is None else round(value, 2) for c, value in middle.items()}
        locations.filter(postcode=postcode).update(**point, **HIDDEN)


class Migration(migrations.Migration):
    dependencies = [
        ("sector", "0015_feedback"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceChange",
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
        migrations.RemoveConstraint(model_name="location", name="a_feed_states_a_location_once"),
        migrations.RemoveField(model_name="location", name="key"),
        migrations.RemoveField(model_name="servicelanguage", name="words"),
        migrations.AddField(
            model_name="service", name="why_not", field=models.CharField(blank=True, max_length=500)
        ),
        migrations.AddField(
            model_name="service", name="back_on", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="service",
            name="changed_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(coarsen, migrations.RunPython.noop),
    ]
