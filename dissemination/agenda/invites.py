"""What a delegate's own calendar shows, and the addresses by which it gets into a diary."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.agenda import policies
from dissemination.agenda.models import Agenda
from dissemination.core.tokens import link_token
from dissemination.documents.calendar import Entry
from dissemination.events.models import Event
from dissemination.messaging.texts import spoken_at
from registrations.invites import joining_link, location
from registrations.models import GroupPlace, Registration
from sessions.models import Session

PURPOSE = "agenda"
GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


def address(agenda: Agenda) -> str:
    """Where a diary fetches the day, again and again."""
    return f"{settings.SITE_URL}{reverse('agenda:feed', args=[link_token(PURPOSE, agenda.code)])}"


def entries(agenda: Agenda) -> list[Entry]:
    """The delegate's sessions, with their own tables once these are told; breaks are left out.

    The whole event where it has no programme yet, and nothing for somebody who has no place any more.
    """
    registration = agenda.registration
    if not policies.may_subscribe(registration):
        return []
    told = registration.places.told().select_related("told_group__room")
    tables = {place.session_id: place for place in told}
    seats = set(registration.workshop_seats.values_list("session_id", flat=True))
    sessions = registration.event.sessions.exclude(kind=Session.Kind.BREAK).in_order()
    mine = [
        session
        for session in sessions.select_related("room").prefetch_related("questions")
        if session.seats is None or session.pk in seats
    ]
    with spoken_at(registration.event):
        shown = [_session_entry(agenda, session, tables.get(session.pk)) for session in mine]
        return shown or [_entry(agenda, registration.event, title=registration.event.title)]


def google_link(registration: Registration) -> str:
    """Google's page that adds the event, filled in: it learns what the public page says, and nothing more."""
    event = registration.event
    asks = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{_stamp(event.starts_at)}/{_stamp(event.ends_at)}",
        "location": _where(registration),
        "details": _public_page(event),
    }
    return f"{GOOGLE}?{urlencode(asks)}"


def outlook_link(registration: Registration) -> str:
    """The same page of Outlook on the web."""
    event = registration.event
    asks = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": event.starts_at.astimezone(UTC).isoformat(),
        "enddt": event.ends_at.astimezone(UTC).isoformat(),
        "location": _where(registration),
        "body": _public_page(event),
    }
    return f"{OUTLOOK}?{urlencode(asks)}"


def _session_entry(agenda: Agenda, session: Session, place: GroupPlace | None) -> Entry:
    table = place.told_group if place else None
    room = table.room if table and table.room else session.room
    questions = (question.text for question in session.questions.all())
    return _entry(
        agenda,
        session,
        title=session.title,
        near=[table.name if table else "", room.name if room else ""],
        text=[session.abstract, *questions],
    )


def _entry(
    agenda: Agenda, part: Session | Event, *, title: str, near: Sequence[str] = (), text: Sequence[str] = ()
) -> Entry:
    event = agenda.registration.event
    return Entry(
        uid=str(uuid.uuid5(agenda.uid, f"{part._meta.model_name}:{part.pk}")),
        sequence=0,
        summary=title,
        description="\n".join(filter(None, [*text, _joining(agenda.registration)])),
        location=", ".join(filter(None, [*near, location(agenda.registration)])),
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        zone=event.zone,
        stamped_at=agenda.made_at,
        url=_public_page(event),
        organiser_name=event.contact_name or event.project.title,
        organiser_email=event.contact_email,
    )


def _joining(registration: Registration) -> str:
    link = joining_link(registration)
    return _("Join online: %(link)s") % {"link": link} if link else ""


def _where(registration: Registration) -> str:
    venue = registration.event.venue
    return location(registration) if venue or registration.mode == Registration.Mode.ONLINE else ""


def _public_page(event: Event) -> str:
    return f"{settings.SITE_URL}/events/{event.slug}/"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
