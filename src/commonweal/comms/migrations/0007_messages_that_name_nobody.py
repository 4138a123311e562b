from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comms", "0006_letters_that_can_be_stopped"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="private",
            field=models.BooleanField(default=False),
        ),
    ]
