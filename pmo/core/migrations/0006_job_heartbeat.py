from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobrun",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="heard_at",
            field=models.DateTimeField(null=True),
        ),
    ]
