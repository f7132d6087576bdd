"""Why an appearance was taken off the programme."""

import dissemination.core.models
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ('speakers', '0002_readable_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='appearance',
            name='reason_off',
            field=dissemination.core.models.LineField(blank=True, editable=False, max_length=300, verbose_name='why it was taken off'),
        ),
    ]
