"""What staff put right of a candidate, and who is no longer in the file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0007_agreements")]

    operations = [
        migrations.AddField("candidate", "corrected", models.JSONField(default=dict)),
        migrations.AddField("candidate", "gone_at", models.DateTimeField(null=True)),
    ]
