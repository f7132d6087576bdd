from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0004_sent_items_are_mailings'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='followupitem', name='issued_with_a_time'),
        migrations.RemoveField(model_name='followupitem', name='issued_at'),
        migrations.RemoveField(model_name='followupitem', name='issued_by'),
        migrations.RemoveField(model_name='followupitem', name='recipients'),
        migrations.RemoveField(model_name='followupitem', name='state'),
    ]
