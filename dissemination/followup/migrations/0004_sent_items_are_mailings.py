from django.db import migrations


def give_mailings(apps, schema_editor):
    """What has gone out becomes a mailing that is sent, with its mails."""
    Item, Mailing, Message = (
        apps.get_model(*name)
        for name in (("followup", "FollowUpItem"), ("mailings", "Mailing"), ("messaging", "Message"))
    )
    for item in Item.objects.filter(state="issued"):
        item.mailing = Mailing.objects.create(
            event_id=item.event_id, kind="follow-up", audience=item.audience, subject=item.subject[:200],
            state="sent", sends_at=item.issued_at, planned_at=item.issued_at, planned_by_id=item.issued_by_id,
            begun_at=item.issued_at, written_at=item.issued_at,
        )
        item.save(update_fields=["mailing"])
        mails = Message.objects.filter(event_id=item.event_id, key__startswith=f"followup:{item.pk}:")
        mails.update(kind=f"follow-up {item.mailing.pk}", is_bulk=True)


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0003_mailing_of_item'),
        ('messaging', '0004_bulk'),
    ]

    operations = [migrations.RunPython(give_mailings, migrations.RunPython.noop)]
