from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comms", "0005_answers_go_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="stop_address",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
