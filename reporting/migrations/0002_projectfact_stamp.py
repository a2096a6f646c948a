from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0001_first_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='projectfact',
            name='stamp',
            field=models.BigIntegerField(default=0, editable=False),
        ),
    ]
