"""The papers of the day, with the code of each table's own page."""

from datetime import datetime

from dissemination.accounts.models import User
from dissemination.capture.links import doors_of
from dissemination.desk import policies
from dissemination.desk.services import print_day_pack, print_paper
from dissemination.events.models import Event


def day_pack(event: Event, *, by: User | None, at: datetime, label: str = "L4785") -> bytes:
    """One PDF: running sheet, door list, plans, signs, sheets with questions and codes, badges."""
    policies.may_print(event, by=by).enforce()
    return print_day_pack(event, doors=doors_of(event), by=by, at=at, label=label)


def paper(event: Event, *, kind: str, by: User | None, at: datetime) -> bytes:
    """One of these papers as a PDF, by its key: "door-list", "plan", "signs", "facilitators" …."""
    policies.may_print(event, by=by).enforce()
    return print_paper(event, kind=kind, doors=doors_of(event), by=by, at=at)
