from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0034_diary_by_session'),
    ]

    operations = [
        migrations.AlterField(
            model_name='allotment',
            name='returns_at',
            field=models.DateTimeField(blank=True, help_text='Left empty: when the numbers are due, or else when the event begins, also when that moves.', null=True, verbose_name='unused places go back'),
        ),
    ]
