"""An invented event that takes place today: desk, tables and screens can be tried at once."""

from datetime import date, datetime, time, timedelta

from dissemination.capture import services as capture
from dissemination.events import services as events
from dissemination.events.models import Event, Project, Venue
from dissemination.groups import services as groups
from dissemination.workspace.services.sample import build
from sessions.models import Session
from speakers.models import Speaker

SLUG = "northvale-today"
TABLES, DELEGATES = 4, 30


def load(project: Project, *, at: datetime) -> Event:
    """The event with its delegates seated and told, on the morning before anybody has arrived."""
    event = _event(project, at=at)
    before = at - timedelta(days=30)
    organiser = build.team(event, at=before)
    for workshop in _programme(event):
        build.tables(workshop, TABLES, size=10)
    events.publish(event, by=organiser, at=before)
    event = events.open_registration(event, by=organiser, at=before)
    build.crowd(event, "today", DELEGATES, at=before)
    groups.allocate(event, by=organiser, at=before + timedelta(days=20), steps=2000)
    groups.publish_groups(event, by=organiser, at=before + timedelta(days=20))
    capture.lay_out_sheets(event)
    return events.close_registration(event, by=organiser, at=before + timedelta(days=25))


def _event(project: Project, *, at: datetime) -> Event:
    venue, _ = Venue.objects.get_or_create(
        name="Harbour Hall",
        city="Northvale",
        defaults={
            "address": "1 Example Quay\nNorthvale",
            "travel": "Ten minutes on foot from the station. Parking for blue badge holders at the door.",
            "access": "Step-free from the quay. Lift to all floors. Hearing loop in the main hall.",
            "telephone": "01632 960000",
        },
    )
    event = Event(project=project, venue=venue, slug=SLUG, title="Sharing what works: a day in Northvale")
    day = event.local(at).date()
    event.starts_at, event.ends_at = build.on(day, 9, 30, event), build.on(day, 16, 30, event)
    event.aims = "To try with colleagues from other organisations what makes sharing information work."
    event.capacity, event.contact_name, event.contact_email = 40, "Robin Example", "northvale@example.org"
    event.save()
    return event


def _programme(event: Event) -> list[Session]:
    items = [
        _talk(event.project, "Alda Exampleby", "Why we are here", time(9, 30), role="chair"),
        _talk(event.project, "Dario Mockford", "What Northvale tried", time(10, 0)),
        build.Item(time(10, 45), 75, "What stands in the way?", kind="workshop"),
        build.Item(time(12, 0), 60, "Lunch", kind="break"),
        _talk(event.project, "Gwen Fablewood", "Asking people first", time(13, 0)),
        build.Item(time(13, 45), 90, "What will we do next?", kind="workshop"),
        build.Item(time(15, 30), 45, "What the tables said", kind="plenary"),
    ]
    workshops = [one for one in build.programme(event, items, room="Main hall") if one.is_workshop]
    first, second = workshops
    build.questions(first, ["What has stopped you from sharing?", "What has helped?"])
    build.questions(second, ["What will your organisation do?"], ["Councils", "Providers", "Service users"])
    return workshops


def _talk(project: Project, name: str, title: str, starts: time, *, role: str = "speaker") -> build.Item:
    office = build.organisation("Northvale Borough Council", "NBC", "local")
    speaker = Speaker.objects.create(
        project=project, name=name, organisation=office, email=f"{name.split()[0].lower()}@example.org"
    )
    return build.Item(starts, 30, title, speaker=speaker, role=role)


def bring_to(event: Event, day: date) -> None:
    """Let the sample's day be this one, silently: its people are invented and need no mail."""
    shift = day - event.local(event.starts_at).date()
    if not shift:
        return
    for session in event.sessions.all():
        session.starts_at, session.ends_at = session.starts_at + shift, session.ends_at + shift
        session.save(update_fields=["starts_at", "ends_at"])
    event.starts_at, event.ends_at = event.starts_at + shift, event.ends_at + shift
    event.save(update_fields=["starts_at", "ends_at"])
