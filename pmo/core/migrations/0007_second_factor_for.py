from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_job_heartbeat")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="second_factor_for",
            field=models.CharField(
                choices=[
                    ("nobody", "Nobody: everybody chooses"),
                    ("office", "Those who manage grants, and administrators"),
                    ("everyone", "Everyone"),
                ],
                default="nobody",
                max_length=8,
                verbose_name="second factor asked of",
            ),
        ),
    ]
