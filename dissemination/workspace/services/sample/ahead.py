"""An invented event six weeks ahead: open, half full, groups not made, one speaker late with slides."""

from datetime import date, datetime, time, timedelta
from typing import Any

from dissemination.accounts.models import User
from dissemination.events import services as events
from dissemination.events.models import Event, Project, Venue
from dissemination.mailings import services as mailings
from dissemination.questionnaires import services as writing
from dissemination.questionnaires.models import FormQuestion
from dissemination.questionnaires.services import Said
from dissemination.workspace.services.sample import build
from speakers import services as speaking
from speakers.models import Appearance, Speaker

SLUG = "eastmere-ahead"
WEEKS, CAPACITY, DELEGATES = 6, 60, 30


def load(project: Project, *, at: datetime) -> Event:
    """The event as its organiser finds it today."""
    event = _event(project, at=at)
    before = at - timedelta(days=14)
    organiser = build.team(event, at=before)
    _programme(event, at=at)
    events.publish(event, by=organiser, at=before)
    event = events.open_registration(event, by=organiser, at=before)
    for appearance in Appearance.objects.filter(event=event):
        speaking.invite(appearance, by=organiser, at=before)
    mailings.lay_out_usual(event, at=at)
    build.crowd(event, "ahead", DELEGATES, at=before, answers=_form(event, by=organiser, at=before))
    return event


def working_day(event: Event, *, at: datetime) -> date:
    """The day six weeks from now, or the Monday after it when that is a weekend."""
    day = event.local(at + timedelta(weeks=WEEKS)).date()
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _event(project: Project, *, at: datetime) -> Event:
    venue = Venue.objects.create(
        name="The Old Exchange",
        city="Eastmere",
        address="2 Sample Square\nEastmere",
        travel="Trams stop at the door.",
        access="Step-free side entrance in Placeholder Lane.",
        telephone="01632 960111",
    )
    event = Event(project=project, venue=venue, slug=SLUG, title="From project to practice, in Eastmere")
    day = working_day(event, at=at)
    event.starts_at, event.ends_at = build.on(day, 10, 0, event), build.on(day, 16, 0, event)
    event.aims = "To take what the project learnt into everyday work, with people who do that work."
    event.audience = "Anybody who shares information about people between organisations, or would like to."
    event.capacity = CAPACITY
    event.contact_name, event.contact_email = "Tamsin Draftley", "eastmere@example.org"
    event.save()
    return event


def _form(event: Event, *, by: User, at: datetime) -> list[list[Said]]:
    """Questions of the organiser, at registration and later; and what people say to them, in turn."""

    def ask(text: str, kind: FormQuestion.Kind, **more: Any) -> FormQuestion:
        return writing.save(FormQuestion(event=event, text=text, kind=kind, **more), by=by, at=at)

    kind, wishes = FormQuestion.Kind, ["A first step", "People to call", "The figures"]
    take = ask("What would you most like to take away?", kind.CHOICE, options=wishes)
    drives = ask("Do you come by car?", kind.YES_NO, help="We keep a space for those who say yes.")
    plate = ask("Which number plate?", kind.LINE, only_if=drives, only_value="yes", is_required=True)
    ask("Do you stay for the tour until 17:00?", kind.YES_NO, is_later=True, is_required=True)
    by_car = [Said(drives, "yes"), Said(plate, "EX11 SMP")]
    by_tram = [Said(drives, "no")]
    first, second, third = (Said(take, wish) for wish in wishes)
    return [[first, *by_tram], [second, *by_car], [third, *by_tram], [first], [second, *by_tram]]


def _programme(event: Event, *, at: datetime) -> None:
    items = [
        _talk(event.project, "Hollis Testwell", "Head of practice", "What changes on Monday", time(10, 0)),
        _talk(event.project, "Imani Specimen", "Service manager", "A year of one shared list", time(10, 40)),
        build.Item(time(11, 30), 75, "Where would you begin?", kind="workshop"),
        build.Item(time(12, 45), 60, "Lunch", kind="break"),
        _talk(event.project, "Quill Notional", "Data analyst", "Counting what it saved", time(13, 45)),
        build.Item(time(14, 30), 75, "Who else has to be there?", kind="workshop"),
    ]
    sessions = build.programme(event, items, room="Exchange hall")
    first, second = (session for session in sessions if session.is_workshop)
    build.questions(first, ["Which first step is small enough to take?", "What would stop it?"])
    build.questions(second, ["Whose agreement do you need, and how will you get it?"])
    speaking_at = Appearance.objects.filter(event=event)
    speaking_at.update(slides_due_at=event.starts_at - timedelta(days=7))
    speaking_at.filter(speaker__name="Quill Notional").update(slides_due_at=at - timedelta(days=1))


def _talk(project: Project, name: str, job_title: str, title: str, starts: time) -> build.Item:
    speaker = Speaker.objects.create(
        project=project,
        name=name,
        job_title=job_title,
        organisation=build.organisation("Eastmere County Council", "ECC", "local"),
        email=f"{name.split()[0].lower()}@example.org",
    )
    return build.Item(starts, 40, title, speaker=speaker)
