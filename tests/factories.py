"""Things to test with: each function makes one thing with plain, invented values, saved and ready."""

import itertools
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from dissemination.accounts.models import User
from dissemination.accounts.services import person_for
from dissemination.events.models import Event, Organisation, Project, TeamMember, Venue
from dissemination.events.services import note_that_form_asks_more
from dissemination.questionnaires.models import FormQuestion
from registrations.models import GroupPlace, Registration
from sessions.models import Group, Question, Room, Session
from speakers.models import Appearance, Speaker

LONDON = ZoneInfo("Europe/London")
DAY = datetime(2026, 3, 11, 9, 30, tzinfo=LONDON)
_number = itertools.count(1)


def make_organisation(name="", short_name="", sector="local"):
    return Organisation.objects.create(
        name=name or f"Northvale Borough Council {next(_number)}", short_name=short_name, sector=sector
    )


def make_project(**values):
    number = next(_number)
    return Project.objects.create(**{"title": f"Project {number}", "slug": f"project-{number}"} | values)


def make_venue(**values):
    return Venue.objects.create(**{"name": "Harbour Hall", "city": "Northvale"} | values)


def make_event(**values):
    number = next(_number)
    defaults = {
        "title": f"Spreading what works {number}",
        "slug": f"event-{number}",
        "aims": "To bring people together.",
        "starts_at": DAY,
        "ends_at": DAY + timedelta(hours=7),
        "capacity": 20,
        "state": "open",
        "contact_name": "Robin Example",
        "contact_email": "events@example.org",
    }
    if "project" not in values:
        values["project"] = make_project()
    if "venue" not in values:
        values["venue"] = make_venue()
    return Event.objects.create(**defaults | values)


def make_user(email="", **values):
    return User.objects.create_user(email or f"person{next(_number)}@example.org", **values)


def make_member(event, role="organiser", email=""):
    """A user with one role at the event."""
    user = make_user(email, is_staff=True)
    TeamMember.objects.create(event=event, user=user, role=role)
    return user


def make_session(event, **values):
    defaults = {"title": f"Session {next(_number)}", "starts_at": DAY, "ends_at": DAY + timedelta(minutes=30)}
    return Session.objects.create(event=event, **defaults | values)


def make_workshop(event, *, groups=0, questions=0, **values):
    """A workshop with this many tables and questions."""
    starts_at = values.pop("starts_at", DAY + timedelta(hours=2))
    session = make_session(
        event,
        **{"kind": "workshop", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)} | values,
    )
    for number in range(1, groups + 1):
        Group.objects.create(session=session, name=f"Table {number}", order=number)
    for number in range(1, questions + 1):
        Question.objects.create(session=session, text=f"Question {number}?", order=number)
    return session


def make_room(event, name=""):
    return Room.objects.create(event=event, name=name or f"Room {next(_number)}")


def make_speaker(project, **values):
    number = next(_number)
    return Speaker.objects.create(
        project=project, **{"name": f"Speaker {number}", "email": f"speaker{number}@example.org"} | values
    )


def make_appearance(session, **values):
    if "speaker" not in values:
        values["speaker"] = make_speaker(session.event.project)
    return Appearance.objects.create(event=session.event, session=session, **values)


def make_registration(event, *, state="confirmed", **values):
    """A registration as the service would leave it, places counted."""
    number = next(_number)
    defaults = {
        "name": f"Delegate {number}",
        "email": f"delegate{number}@example.org",
        "registered_at": DAY - timedelta(days=30) + timedelta(seconds=number),
    }
    values = defaults | values
    if values["email"] and "person" not in values:
        values["person"] = person_for(values["email"], name=values["name"], at=values["registered_at"])
    if state == "offered":
        values.setdefault("offer_ends_at", DAY - timedelta(days=1))
    registration = Registration.objects.create(event=event, state=state, **values)
    if registration.is_counted:
        counter = "online_taken" if registration.mode == "online" else "taken"
        Event.objects.filter(pk=event.pk).update(**{counter: F(counter) + 1})
        event.refresh_from_db(fields=[counter])
    return registration


def make_form_question(event, text="", **values):
    """A question of the event's registration form; each comes after the last."""
    number = next(_number)
    values = {"kind": "line", "order": number % 30000} | values
    note_that_form_asks_more(event)
    return FormQuestion.objects.create(event=event, text=text or f"Form question {number}?", **values)


def make_place(registration, group, *, told_group=None, **values):
    place = GroupPlace.objects.create(registration=registration, session=group.session, group=group, **values)
    return tell_place(place) if told_group else place


def tell_place(place):
    """The groups of the event are published, and this delegate was told where they sit."""
    event = place.registration.event
    event.groups_told_at, place.told_group = DAY - timedelta(days=2), place.group
    event.save(update_fields=["groups_told_at"])
    place.save()
    return place
