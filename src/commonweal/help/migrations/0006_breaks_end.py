"""A helper's break may have an end; the name of a set of rules may be as long as it is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two small columns."""

    dependencies = [("help", "0002_the_chain_of_looks_only_grows")]

    operations = [
        migrations.AddField("helper", "back_on", models.DateField(null=True)),
        migrations.AlterField("schemeneed", "ruleset", models.CharField(blank=True, max_length=40)),
    ]
