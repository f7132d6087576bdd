"""Act one: a project, an event with its team, and the programme of the day."""

from datetime import timedelta

from dissemination.accounts.models import User
from dissemination.accounts.services import person_for
from dissemination.events import services as events
from dissemination.events.models import Event, Organisation, Output, Project, Venue
from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import cast, post
from sessions import services as programme
from sessions.models import Question, Room, Session

AT = on(-70, 9)
HALL, UPSTAIRS = "Great hall", "Upper room"
WELCOME, LUNCH = "Welcome", "Lunch"


def play(stage: Stage) -> None:
    """From nothing to an event that readers see and for which people can register."""
    stage.organiser = _staff("organiser@example.org")
    for name, short_name, sector in cast.ORGANISATIONS:
        organisation = Organisation(name=name, short_name=short_name, sector=sector)
        events.save_organisation(organisation, by=stage.organiser, at=AT)
    stage.event = _event(stage, _project(stage))
    stage.desk, stage.publisher = (
        events.add_member(
            stage.event, email=f"{role}@example.org", role=role, by=stage.organiser, at=on(-69, 9)
        ).user
        for role in ("desk", "publisher")
    )
    _programme(stage)
    _ask_questions(stage)
    events.publish(stage.event, by=stage.organiser, at=on(-63, 9))
    stage.event = events.open_registration(stage.event, by=stage.organiser, at=on(-57, 9))


def _staff(email: str) -> User:
    user = person_for(email, at=AT).user
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


def _project(stage: Stage) -> Project:
    project = Project(
        title="Improving Information Sharing and Management",
        short_title="IISaM",
        summary="A project about sharing information and what it takes to do it well.",
        achievements="Tools that support others who address similar issues.",
    )
    events.save_project(project, by=stage.organiser, at=AT)
    Output.objects.create(project=project, title="Multi Agency Information Sharing Hub")
    return project


def _event(stage: Stage, project: Project) -> Event:
    venue = Venue(
        name="Rehearsal House",
        city="Birmingham",
        address="1 Sample Square",
        travel="Ten minutes on foot from the station.",
        access="Step-free from the street. There is a hearing loop in the hall.",
        telephone="0121 496 0000",
    )
    plan = events.Plan(
        title=post.TITLE,
        starts_at=on(0, 9, 30),
        ends_at=on(0, 16),
        zone="Europe/London",
        contact_email="events@example.org",
        capacity=stage.capacity,
        project=project,
        venue=events.save_venue(venue, by=stage.organiser, at=AT),
    )
    event = events.start_event(plan, by=stage.organiser, at=AT)
    event.aims = post.AIMS
    event.audience = "People who worked with the project, and others who want to."
    event.contact_name, event.contact_telephone = "The IISaM team", "0121 496 0001"
    return events.save_event(event, by=stage.organiser, at=AT)


def _programme(stage: Stage) -> None:
    hall, upstairs = (Room(event=stage.event, name=name) for name in (HALL, UPSTAIRS))
    fisher, curtis, clark, evans, piper = (talk.title for talk in post.TALKS)
    first, second = (workshop.title for workshop in post.WORKSHOPS)
    lines = (
        ("plenary", WELCOME, on(0, 9, 30), 10),
        ("talk", fisher, on(0, 9, 40), 25),
        ("talk", curtis, on(0, 10, 5), 25),
        ("talk", clark, on(0, 10, 30), 30),
        ("workshop", first, on(0, 11, 15), 75),
        ("break", LUNCH, on(0, 12, 30), 45),
        ("talk", evans, on(0, 13, 15), 30),
        ("talk", piper, on(0, 13, 45), 30),
        ("workshop", second, on(0, 14, 30), 75),
    )
    sessions = [
        Session(
            event=stage.event,
            kind=kind,
            title=title,
            room=hall,
            order=order,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
        )
        for order, (kind, title, starts_at, minutes) in enumerate(lines, start=1)
    ]
    rows = [hall, upstairs, *sessions]
    programme.change_programme(stage.event, saved=rows, removed=[], by=stage.organiser, at=on(-68, 9))


def _ask_questions(stage: Stage) -> None:
    kinds = (Question.Kind.DEBATE, Question.Kind.SUCCESS)
    for workshop, told, kind in zip(stage.workshops(), post.WORKSHOPS, kinds, strict=True):
        questions = [
            Question(session=workshop, text=text, kind=kind, order=order)
            for order, text in enumerate(told.questions, start=1)
        ]
        programme.change_programme(
            stage.event, saved=questions, removed=[], by=stage.organiser, at=on(-68, 10)
        )
        for question in questions:
            programme.set_perspectives(question, told.perspectives, by=stage.organiser, at=on(-68, 10))
