"""Forms of events whose tables have topics already ask for them."""

from django.db import migrations


def note(apps, schema_editor):
    groups = apps.get_model("programme", "Group").objects.exclude(topic="")
    events = groups.values("session__event_id")
    apps.get_model("events", "Event").objects.filter(pk__in=events).update(asks_more=True)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0010_form_asks_more'),
        ('programme', '0001_initial'),
        ('registrations', '0012_time_of_the_data_text'),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
