"""The mails to guests: the date, the invitation, the reminder, and what has changed since."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.events.models import Event
from dissemination.guests.links import invitation_link
from dissemination.guests.models import Guest
from dissemination.messaging import outbox, texts
from registrations.invites import allotment_link, held_at
from registrations.models import Allotment


@texts.in_its_language
def send_save_the_date(guest: Guest, *, at: datetime) -> None:
    """Keep this day free; the invitation follows. Once."""
    _post("save_the_date", guest, at=at, key=f"save-the-date:{guest.pk}", label=_("I cannot come"))


@texts.in_its_language
def send_invitation(guest: Guest, *, at: datetime) -> None:
    """You are invited: say yes or no by your own link. At most once an hour."""
    _post("invitation", guest, at=at, key=f"invitation:{guest.pk}:{at:%Y%m%d%H}", label=_("Say yes or no"))


@texts.in_its_language
def send_reminder(guest: Guest, *, at: datetime) -> None:
    """You have not answered: do you come? At most once an hour."""
    _post("reminder", guest, at=at, key=f"reminder:{guest.pk}:{at:%Y%m%d%H}", label=_("Say yes or no"))


@texts.in_its_language
def send_changed(one: Guest | Allotment, *, at: datetime) -> None:
    """The event takes place at another time or place than you were told."""
    _tell("changed", one, at=at, key=f"{at.timestamp():.6f}", answer=_answer(one))


@texts.in_its_language
def send_called_off(one: Guest | Allotment, *, reason: str, at: datetime) -> None:
    """The event that you were told of does not take place. Once."""
    _tell("called_off", one, at=at, key="once", reason=reason)


@texts.in_its_language
def send_postponed(one: Guest | Allotment, *, reason: str, at: datetime) -> None:
    """The event of which you were told is postponed, and its new date follows."""
    _tell("postponed", one, at=at, key=f"{at.timestamp():.6f}", reason=reason)


def _tell(news: str, one: Guest | Allotment, *, at: datetime, key: str, **more: texts.Value) -> None:
    """To a guest, or to the contact of an organisation for which places are held."""
    event = one.event
    mailbox = (one.email, one.name) if isinstance(one, Guest) else (one.contact_email, one.contact_name)
    to = outbox.Recipient(*mailbox)
    letter = texts.render(f"guests/{news}", _of_event(event) | {"name": to.name} | more, event=event)
    key = f"invited-{news}:{one._meta.model_name}:{one.pk}:{key}"
    outbox.post(letter, key=key, kind=f"invited_{news}", to=to, event=event, at=at)


def _answer(one: Guest | Allotment) -> texts.Link:
    if not isinstance(one, Guest):
        return texts.Link(_("Take a place"), allotment_link(one))
    return texts.Link(_("Say yes or no") if one.invited_at else _("I cannot come"), invitation_link(one))


def _post(kind: str, guest: Guest, *, at: datetime, key: str, label: str) -> None:
    event = guest.event
    to = outbox.Recipient(guest.email, guest.name)
    letter = texts.render(f"guests/{kind}", _values(guest, label), event=event)
    outbox.post(letter, key=key, kind=kind, to=to, event=event, at=at)


def _values(guest: Guest, label: str) -> dict[str, texts.Value]:
    """What a letter to a guest may say."""
    event = guest.event
    return _of_event(event) | {
        "name": guest.name,
        "aims": event.aims,
        "invited": event.spelt(guest.invited_at) if guest.invited_at else "",
        "answer": texts.Link(label, invitation_link(guest)),
    }


def _of_event(event: Event) -> dict[str, texts.Value]:
    return {
        "event": event.title,
        "when": event.when,
        "where": held_at(event),
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }
