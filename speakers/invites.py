"""What the diary of a speaker, chair, facilitator, scribe or interpreter says."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.messaging.diary import Occasion
from dissemination.messaging.texts import in_its_language
from speakers.models import Appearance


def entry_key(appearance: Appearance) -> str:
    """The name of the calendar entry, the same for life."""
    return f"appearance:{appearance.pk}"


def speaking_link(appearance: Appearance) -> str:
    """The personal link of an appearance, as it stands in mails."""
    token = link_token("speaking", appearance.code)
    return f"{settings.SITE_URL}{reverse('speakers:exchange', args=[token])}"


def place_of(appearance: Appearance) -> str:
    """Room, venue and city as one line; empty where nothing is known yet."""
    venue = appearance.event.venue
    room = appearance.session.room
    names = [room.name if room else "", venue.name if venue else "", venue.city if venue else ""]
    return ", ".join(filter(None, names))


def seat_of(appearance: Appearance) -> str:
    """The group that is looked after, with its own room where it has one."""
    group = appearance.group
    if group is None:
        return ""
    return f"{group.name} ({group.room.name})" if group.room else group.name


@in_its_language
def occasion_for(appearance: Appearance) -> Occasion:
    """The entry: time and room of the session, the role in its summary. Holds no personal link."""
    session, speaker, event = appearance.session, appearance.speaker, appearance.event
    return Occasion(
        entry_key=entry_key(appearance),
        event=event,
        email=speaker.email,
        name=speaker.name,
        summary=f"{appearance.get_role_display()}: {session.title}",
        location=place_of(appearance),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        seat=seat_of(appearance),
        joining=_joining(event),
        details=_details(appearance),
        url=f"{settings.SITE_URL}/events/{event.slug}/",
        own_page=speaking_link(appearance),
        person=speaker.person,
    )


def _joining(event: Event) -> str:
    """Whoever speaks may do so online where others take part online."""
    return event.joining_link if event.has_online_places else ""


def _details(appearance: Appearance) -> str:
    event = appearance.event
    lines = [event.title, appearance.session.abstract]
    if link := _joining(event):
        lines.append(_("Join online: %(link)s") % {"link": link})
    if event.contact_telephone:
        lines.append(_("On the day: %(telephone)s") % {"telephone": event.contact_telephone})
    return "\n".join(filter(None, lines))
