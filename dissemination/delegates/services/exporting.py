"""People's data leave as a file: who took what is in the audit before the first byte goes."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.delegates import policies
from dissemination.delegates.record import attendees, sheet
from dissemination.desk.services import day
from dissemination.documents.papers import attendee_list
from dissemination.documents.tables import csv_pieces, xlsx_pieces
from dissemination.events.models import Event
from registrations.models import Registration

PIECES = {"csv": csv_pieces, "xlsx": xlsx_pieces}


def export(
    event: Event, rows: "QuerySet[Registration]", *, kind: str, by: User, at: datetime
) -> Iterator[bytes]:
    """These delegates as CSV or XLSX, a piece at a time."""
    policies.may_take_out(event, by).enforce()
    record(f"delegates.export_{kind}", event, by=by, at=at, event_id=event.pk)
    return PIECES[kind](sheet(event, rows))


def export_attendees(event: Event, *, audience: str, kind: str, by: User, at: datetime) -> Iterable[bytes]:
    """Those who want this audience (participants, public) to know that they take part, as PDF or CSV."""
    policies.may_take_out(event, by).enforce()
    record(f"delegates.export_{audience}_{kind}", event, by=by, at=at, event_id=event.pk)
    people = attendees(event, audience)
    if kind == "pdf":
        return [attendee_list(day.occasion(event), people, words=day.words())]
    return csv_pieces([(_("Name"), _("Organisation")), *people])
