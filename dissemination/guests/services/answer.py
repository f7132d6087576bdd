"""What guests answer: yes, with the form, or no."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from dissemination.core.again import after_deadlock
from dissemination.core.text import one_line
from dissemination.guests import policies
from dissemination.guests.models import Guest
from registrations import services as places
from registrations.models import Registration
from registrations.services import Details


@after_deadlock
@transaction.atomic
def accept(guest: Guest, details: Details, *, form_key: uuid.UUID, at: datetime, **more: Any) -> Guest:
    """The guest is registered without anybody's approval; pressed twice, they are registered once.

    An address that somebody else has registered with gets a mail, as everywhere, and changes nothing: the
    guest has said yes without a place, and the link still takes the form. A place that is held for the
    guest's organisation is theirs, as long as one is left.
    """
    guest = _locked(guest)
    if policies.has_accepted(guest):
        return guest
    policies.may_accept(guest, at=at).enforce()
    held = places.held_for(guest.organisation, guest.event, mode=details.mode, at=at)
    more |= {"is_invited": True, "allotment": held}
    made = places.register(guest.event, details, form_key=form_key, at=at, **more)
    guest.registration = made if _is_theirs(guest, made, form_key) else None
    return _answered(guest, Guest.Answer.ACCEPTED, "", at=at)


@transaction.atomic
def decline(guest: Guest, *, reason: str, at: datetime) -> Guest:
    """No, and why; the organisers read it in their list."""
    guest = _locked(guest)
    policies.may_decline(guest).enforce()
    return _answered(guest, Guest.Answer.DECLINED, one_line(reason), at=at)


def _locked(guest: Guest) -> Guest:
    rows = Guest.objects.select_for_update(of=("self",)).select_related("event__project", "registration")
    return rows.get(pk=guest.pk)


def _is_theirs(guest: Guest, made: Registration, form_key: uuid.UUID) -> bool:
    return made.form_key == form_key or made.email == guest.email


def _answered(guest: Guest, answer: str, reason: str, *, at: datetime) -> Guest:
    guest.answer, guest.answered_at, guest.reason = answer, at, reason
    guest.save(update_fields=["answer", "answered_at", "reason", "registration"])
    return guest
