import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0002_news_audience'),
        ('mailings', '0002_follow_up_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='followupitem',
            name='mailing',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_up', to='mailings.mailing'),
        ),
    ]
