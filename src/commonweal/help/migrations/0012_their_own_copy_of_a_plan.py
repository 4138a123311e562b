"""A person may read their own plan by a private link, for a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The digest of that link, and until when it is open."""

    dependencies = [("help", "0011_where_the_chain_of_looks_was_cut")]
    operations = [
        migrations.AddField(
            model_name="plan",
            name="digest",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="open_until",
            field=models.DateTimeField(null=True),
        ),
    ]
