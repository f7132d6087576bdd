"""What the diary of a speaker, chair, facilitator, scribe or interpreter says."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.messaging.diary import Appointment, Occasion
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


def is_seat_of(seat: str, appearance: Appearance) -> bool:
    """These words, as `seat_of` made them once, name the group that is looked after, in whichever room."""
    group = appearance.group
    return group is not None and (seat == group.name or seat.startswith(f"{group.name} ("))


def looks_after(appearance: Appearance) -> str:
    """One sentence about the group that is looked after; empty without one."""
    seat = seat_of(appearance)
    return _("You look after %(group)s.") % {"group": seat} if seat else ""


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
        appointments=_appointments(appearance),
        joining=_joining(event),
        details=_details(appearance),
        url=f"{settings.SITE_URL}/events/{event.slug}/",
        own_page=speaking_link(appearance),
        person=speaker.person,
    )


def _appointments(appearance: Appearance) -> tuple[Appointment, ...]:
    """The group's own room, once groups are told: from then on another one is a reason to write."""
    room = appearance.group and appearance.group.room
    if not room or not appearance.event.groups_told_at:
        return ()
    session = appearance.session
    return (Appointment(key=f"{session.pk}", title=session.title, when=room.name),)


def _joining(event: Event) -> str:
    """Whoever speaks may do so online where others take part online."""
    return event.joining_link if event.has_online_places else ""


def _details(appearance: Appearance) -> str:
    event = appearance.event
    lines = [event.title, looks_after(appearance), appearance.session.abstract]
    if link := _joining(event):
        lines.append(_("Join online: %(link)s") % {"link": link})
    if event.contact_telephone:
        lines.append(_("On the day: %(telephone)s") % {"telephone": event.contact_telephone})
    return "\n".join(filter(None, lines))
