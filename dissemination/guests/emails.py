"""The mails to guests: the date, the invitation, the reminder."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.events.models import Event
from dissemination.guests.links import invitation_link
from dissemination.guests.models import Guest
from dissemination.messaging import outbox, texts


def send_save_the_date(guest: Guest, *, at: datetime) -> None:
    """Keep this day free; the invitation follows. Once."""
    _post("save_the_date", guest, at=at, key=f"save-the-date:{guest.pk}", label=_("I cannot come"))


def send_invitation(guest: Guest, *, at: datetime) -> None:
    """You are invited: say yes or no by your own link. At most once an hour."""
    _post("invitation", guest, at=at, key=f"invitation:{guest.pk}:{at:%Y%m%d%H}", label=_("Say yes or no"))


def send_reminder(guest: Guest, *, at: datetime) -> None:
    """You have not answered: do you come? At most once an hour."""
    _post("reminder", guest, at=at, key=f"reminder:{guest.pk}:{at:%Y%m%d%H}", label=_("Say yes or no"))


def _post(kind: str, guest: Guest, *, at: datetime, key: str, label: str) -> None:
    event = guest.event
    to = outbox.Recipient(guest.email, guest.name)
    letter = texts.render(f"guests/{kind}", _values(guest, label), event=event)
    outbox.post(letter, key=key, kind=kind, to=to, event=event, at=at)


def _values(guest: Guest, label: str) -> dict[str, texts.Value]:
    """What a letter to a guest may say."""
    event = guest.event
    return {
        "name": guest.name,
        "event": event.title,
        "aims": event.aims,
        "when": event.when,
        "where": _where(event),
        "invited": event.spelt(guest.invited_at) if guest.invited_at else "",
        "answer": texts.Link(label, invitation_link(guest)),
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }


def _where(event: Event) -> str:
    if not event.has_room_places:
        return _("Online")
    return str(event.venue) if event.venue else _("The place is not decided yet")
