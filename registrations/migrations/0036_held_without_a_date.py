from django.db import migrations
from django.db.models import F, Q


def follow_the_event(apps, schema_editor):
    """A date that was the event's own when places were held is no date of their own."""
    rows = apps.get_model("registrations", "Allotment").objects
    of_event = Q(returns_at=F("event__numbers_due_at")) | Q(
        event__numbers_due_at=None, returns_at=F("event__starts_at")
    )
    rows.filter(pk__in=list(rows.filter(of_event).values_list("pk", flat=True))).update(returns_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0035_held_by_the_deadline'),
    ]

    operations = [migrations.RunPython(follow_the_event, migrations.RunPython.noop)]
