"""A place for the last digest when the old end of the chain of looks is taken away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One small table."""

    dependencies = [("help", "0009_what_is_given_is_counted_once")]
    operations = [
        migrations.CreateModel(
            name="LookEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
