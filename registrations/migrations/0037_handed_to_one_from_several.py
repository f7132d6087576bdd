import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0036_held_without_a_date'),
    ]

    operations = [
        migrations.AlterField(
            model_name='registration',
            name='handed_to',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='handed_from', to='registrations.registration'),
        ),
    ]
