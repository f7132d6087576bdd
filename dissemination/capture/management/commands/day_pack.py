"""`manage.py day_pack EVENT --out FILE`: the papers of the day as one PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dissemination.capture import services
from dissemination.core.verdicts import Refused
from dissemination.documents.badges import labels
from dissemination.events.models import Event


class Command(BaseCommand):
    help = "Print the papers of an event's day: lists, plans, signs, sheets and badges."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", help="the address of the event, for example birmingham")
        parser.add_argument("--out", required=True, type=Path, help="the PDF to write")
        parser.add_argument("--label", default="L4785", choices=sorted(labels()), help="the label sheet")

    def handle(self, *_args: Any, **options: Any) -> None:
        event = Event.objects.filter(slug=options["event"]).first()
        if event is None:
            raise CommandError(f"There is no event with the address “{options['event']}”.")
        try:
            with transaction.atomic():  # who has a badge is noted once the file is there
                content = services.day_pack(event, by=None, at=timezone.now(), label=options["label"])
                options["out"].write_bytes(content)
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{options['out']}: {len(content)} bytes")
