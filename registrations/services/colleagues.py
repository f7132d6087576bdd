"""One person books for several colleagues."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dissemination.core.again import after_deadlock
from dissemination.core.text import one_line
from dissemination.events.models import Event, Sector
from registrations.models import Registration
from registrations.services.details import Details
from registrations.services.register import register


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Who books, what all of them have in common, and (name, address) of each colleague."""

    booked_by: str
    colleagues: tuple[tuple[str, str], ...]
    organisation: str = ""
    sector: str = Sector.OTHER.value
    mode: str = Registration.Mode.IN_PERSON.value


@after_deadlock
@transaction.atomic
def book(event: Event, booking: Booking, *, form_key: uuid.UUID, at: datetime) -> list[Registration]:
    """Each colleague is registered, in the order given, with a mail, a link and a diary entry of their own.

    The same form sent again is the same booking. What only they can say (consents, needs) their link asks.
    """
    return [
        register(
            event,
            Details(
                name=name,
                email=email,
                organisation=booking.organisation,
                sector=booking.sector,
                mode=booking.mode,
            ),
            form_key=uuid.uuid5(form_key, email),
            at=at,
            booked_by=one_line(booking.booked_by),
        )
        for name, email in booking.colleagues
    ]
