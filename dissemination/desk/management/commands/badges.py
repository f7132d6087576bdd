"""`manage.py badges EVENT --out FILE`: the badges of an event as a PDF on label sheets."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dissemination.core.verdicts import Refused
from dissemination.desk import badges, services
from dissemination.documents.badges import labels
from dissemination.events.models import Event


class Command(BaseCommand):
    help = "Print the badges of an event on label sheets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", help="the address of the event, for example birmingham")
        parser.add_argument("--out", required=True, type=Path, help="the PDF to write")
        parser.add_argument("--label", default="L4785", choices=sorted(labels()), help="the label sheet")
        parser.add_argument("--start-at", type=int, default=1, help="the first free label of the first sheet")
        parser.add_argument("--new", action="store_true", help="only people new since the last printing")

    def handle(self, *_args: Any, **options: Any) -> None:
        event = Event.objects.filter(slug=options["event"]).first()
        if event is None:
            raise CommandError(f"There is no event with the address “{options['event']}”.")
        for name, letters in badges.unprintable(badges.wearers(event)):
            self.stderr.write(f"No typeface at hand can draw {letters} in “{name}”.")
        try:
            with transaction.atomic():  # who has a badge is noted once the file is there
                content = services.print_badges(
                    event,
                    by=None,
                    at=timezone.now(),
                    label=options["label"],
                    start_at=options["start_at"],
                    only_new=options["new"],
                )
                options["out"].write_bytes(content)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"{options['out']} cannot be written: {fault.strerror}.") from fault
        self.stdout.write(f"{options['out']}: {len(content)} bytes")
