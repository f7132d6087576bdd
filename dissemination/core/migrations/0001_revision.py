"""The number of changes to what readers see. Its triggers are set by `manage.py migrate` itself."""

from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("core", "Revision").objects.create()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0, verbose_name="number")),
                (
                    "counted_in",
                    models.BigIntegerField(
                        help_text="The transaction that counted last (PostgreSQL).", null=True
                    ),
                ),
            ],
            options={"verbose_name": "revision", "verbose_name_plural": "revisions"},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
