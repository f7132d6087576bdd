"""The mail that invites."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.guests.links import invitation_link
from dissemination.guests.models import Guest
from dissemination.messaging import outbox, texts


def send_invitation(guest: Guest, *, at: datetime) -> None:
    """You are invited: say yes or no by your own link. At most once an hour."""
    event = guest.event
    values: dict[str, texts.Value] = {
        "name": guest.name,
        "event": event.title,
        "aims": event.aims,
        "when": event.when,
        "where": str(event.venue) if event.venue and event.has_room_places else _("Online"),
        "answer": texts.Link(_("Say yes or no"), invitation_link(guest)),
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }
    outbox.post(
        texts.render("guests/invitation", values, event=event),
        key=f"invitation:{guest.pk}:{at:%Y%m%d%H}",
        kind="invitation",
        to=outbox.Recipient(guest.email, guest.name),
        event=event,
        at=at,
    )
