"""Who is there for somebody else sits with them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registrations", "0030_earlier_answers")]

    operations = [
        migrations.AddField(
            model_name="keeprule",
            name="is_companion",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="The one is there for the other: interprets, say, or cares.",
            ),
        ),
    ]
