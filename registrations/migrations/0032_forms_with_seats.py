"""Forms of events whose sessions have seats for some already offer them."""

from django.db import migrations


def note(apps, schema_editor):
    limited = apps.get_model("programme", "Session").objects.exclude(seats=None)
    apps.get_model("events", "Event").objects.filter(pk__in=limited.values("event_id")).update(asks_more=True)


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0020_workshop_seats"),
        ("registrations", "0031_companions"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
