"""Counting places: one statement takes one, and the database refuses one too many."""

from django.db.models import F, IntegerField
from django.utils.translation import gettext as _

from dissemination.core import kept
from dissemination.core.prepared import Change, Given, Prepared
from dissemination.events.models import Event
from dissemination.messaging.models import Message
from registrations import policies
from registrations.invites import reader_key
from registrations.models import Allotment, Registration

_HELD = Prepared(Event.objects.filter(pk=Given("pk")).select_for_update(of=("self",)).values_list("pk"))
_NOW = kept.numbered(Event.objects.filter(pk=Given("pk")), "taken", "online_taken")
_COUNTERS = {"in_person": ("taken", "capacity"), "online": ("online_taken", "online_capacity")}
_NUMBER = Given("number", IntegerField())
_TAKING = {
    mode: Change(
        Event.objects.filter(pk=Given("pk"), **{f"{taken}__lte": F(capacity) - _NUMBER}),
        **{taken: F(taken) + _NUMBER},
    )
    for mode, (taken, capacity) in _COUNTERS.items()
}


def lock(event: Event) -> Event:
    """The event as it stands now, held until the transaction ends: places go in order of arrival.

    A kept event is not read again when nothing has changed but the places taken.
    """
    if event.as_of is not None and (known := _held_as_known(event)):
        return known
    rows = Event.objects.select_related("project", "venue").select_for_update(of=("self",))
    return rows.get(pk=event.pk)


def _held_as_known(event: Event) -> Event | None:
    _HELD.all(pk=event.pk)
    number, event.taken, event.online_taken = _NOW.first(pk=event.pk) or (None, 0, 0)
    is_known, event.as_of = number == event.as_of, None  # from here on it may change in this transaction
    return event if is_known else None


def lock_row(registration: Registration, event: Event) -> Registration:
    """The registration as it stands now, held together with its locked event."""
    row: Registration = event.registrations.select_for_update(of=("self",)).get(pk=registration.pk)
    return row


def take(event: Event, mode: str, *, number: int = 1) -> bool:
    """Take places in the room or online; False, and none taken, when there are too few."""
    return bool(_TAKING[mode].make(pk=event.pk, number=number))


def give_back(event: Event, mode: str, *, number: int = 1) -> None:
    """Free places."""
    taken, _capacity = _COUNTERS[mode]
    Event.objects.filter(pk=event.pk, **{f"{taken}__gte": number}).update(**{taken: F(taken) - number})


def use(allotment: Allotment) -> bool:
    """Take one of the places that are held for an organisation; False when none is left."""
    left = Allotment.objects.held().filter(pk=allotment.pk, used__lt=F("places"))
    return bool(left.update(used=F("used") + 1))


def place_or_wait(event: Event, mode: str) -> str:
    """Confirmed with a place taken, or waiting; nobody passes those who wait already."""
    has_place = not policies.is_full(event, mode) and take(event, mode)
    return Registration.State.CONFIRMED if has_place else Registration.State.WAITING


def release(registration: Registration, event: Event) -> None:
    """Free the place that this registration holds, or that is offered to it, if there is one.

    A place held for an organisation goes back to it as long as it holds any.
    """
    if not registration.is_counted:
        return
    number = registration.allotment_id or 0
    held = Allotment.objects.held().filter(pk=number, used__gt=0)
    if not (number and held.update(used=F("used") - 1)):
        give_back(event, registration.mode)


def take_copies_back(registration: Registration) -> None:
    """What a mailing has written to them as somebody of the event, and has not left, does not leave."""
    waiting = Message.objects.copies_for(registration.event_id, reader_key(registration))
    waiting.call_back(why=_("Not sent: they have no place at this event any more."))


def free(event: Event, mode: str) -> int:
    """How many places nobody has, now."""
    taken, capacity = Event.objects.values_list(*_COUNTERS[mode]).get(pk=event.pk)
    return int(capacity - taken)
