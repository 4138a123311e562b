"""What is given is counted once; a household is known by a secret of its month only."""

import django.db.models.deletion
from django.db import migrations, models

import commonweal.help.fields


class Migration(migrations.Migration):
    dependencies = [
        ("help", "0006_breaks_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseholdSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("secret", commonweal.help.fields.SealedText(blank=True, default="")),
            ],
        ),
        migrations.AddField(
            model_name="advicecontact",
            name="key",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="given",
            name="key",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="given",
            name="number",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="stop",
            name="gives",
            field=commonweal.help.fields.SealedJSON(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="stop",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="stop",
            name="settled_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="advicecontact",
            constraint=models.UniqueConstraint(
                fields=("scheme", "key"), name="advice_written_down_twice_is_one_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="given",
            constraint=models.UniqueConstraint(
                fields=("scheme", "key"), name="what_is_written_down_twice_is_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="given",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True), ("taken_back_at__isnull", True)
                ),
                fields=("scheme", "number"),
                name="a_voucher_is_given_once",
            ),
        ),
        migrations.AddField(
            model_name="householdsecret",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="household_secrets",
                to="help.scheme",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdsecret",
            constraint=models.UniqueConstraint(
                fields=("scheme", "month"), name="a_scheme_has_one_secret_a_month"
            ),
        ),
    ]
