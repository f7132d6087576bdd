"""The papers of the day, with the code of each table's own page."""

from datetime import datetime

from dissemination.accounts.models import User
from dissemination.capture.links import table_link, typed_address
from dissemination.desk.services import Door, print_day_pack
from dissemination.events.models import Event
from sessions.models import Group


def day_pack(event: Event, *, by: User | None, at: datetime, label: str = "L4785") -> bytes:
    """One PDF: running sheet, door list, table sheets with questions and codes, badges."""
    groups = Group.objects.of_event(event.pk)
    doors = {group.pk: Door(link=table_link(group), typed=typed_address(group)) for group in groups}
    return print_day_pack(event, doors=doors, by=by, at=at, label=label)
