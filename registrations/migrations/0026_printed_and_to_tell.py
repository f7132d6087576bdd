"""What somebody's badge says of their table, and whether the desk has still to tell them another one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0020_workshop_seats"),
        ("registrations", "0025_workshop_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="groupplace",
            name="printed_group",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programme.group",
            ),
        ),
        migrations.AddField(
            model_name="groupplace",
            name="is_to_tell",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
