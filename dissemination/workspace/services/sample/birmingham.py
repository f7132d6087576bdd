"""The event of the published post: held and reported. Its people are real as far as the post names them.

Everybody who sits at a table here, their organisations, what they say and what they promise are invented.
"""

from datetime import UTC, date, datetime, time, timedelta

from dissemination.accounts.models import User
from dissemination.capture import services as capture
from dissemination.capture.models import GroupSheet, Point
from dissemination.desk import services as desk
from dissemination.documents import drawings
from dissemination.events import services as events
from dissemination.events.models import Event, Output, Project, Venue
from dissemination.groups import services as groups
from dissemination.outcomes import services as outcomes
from dissemination.reports import services as reports
from dissemination.workspace.services.sample import build, post
from sessions.models import Session
from speakers.models import Speaker

DAY = date(2013, 6, 12)  # invented: the post names no date
REGISTERED = datetime(2013, 5, 1, 9, 0, tzinfo=UTC)
SEATS, COME, TABLES = 48, 42, 6

# What invented groups said, and which of the early thoughts it supports (0 to 3).
SAID = (
    (0, 0, "If sharing is simply how we work, nobody needs a project for it."),
    (1, 0, "Put it into everyday procedures and stop calling it an initiative."),
    (0, 1, "People who collect the data never hear what it was used for."),
    (1, 1, "Train everybody who handles records in why good information helps a family."),
    (0, 2, "Nothing moves in our place until the chief executive asks about it."),
    (1, 2, "Ask the project to speak to chief officers, one board at a time."),
    (1, 3, "Show what it saves; our finance team listens to that."),
    (0, 3, "One true story of a case that went well convinces more than a policy."),
    (1, 3, "Services got better where two teams shared one list; tell that story."),
    (0, 1, "Agree on what a good record looks like, and show people why it matters."),
    (0, 2, "Give the board one page on what went wrong when nobody shared."),
    (1, 0, "Success is when a family tells its story once."),
)


PROMISES = (
    ("Northvale Borough Council", "Name one person who answers questions about sharing", 3),
    ("Harbour Housing", "Write up how two teams came to share one list", 2),
)


def load() -> Event:
    """Play the event from its first draft to its published report."""
    event = _event(_project())
    organiser = build.team(event, at=REGISTERED)
    workshops = _programme(event)
    events.publish(event, by=organiser, at=REGISTERED)
    event = events.open_registration(event, by=organiser, at=REGISTERED)
    build.crowd(event, "birmingham", SEATS, at=REGISTERED)
    _seat(event, by=organiser)
    _hold(event, workshops, by=organiser)
    _conclude(event, by=organiser)
    _report(event, by=organiser)
    return event


def _project() -> Project:
    project = Project.objects.create(
        is_sample=True,
        title="Improving Information Sharing and Management (IISaM)",
        short_title="IISaM",
        slug="iisam",
        summary="A project about information sharing and what it takes to do it well.",
        achievements="Tools that are now available to support others addressing similar issues.",
    )
    Output.objects.create(
        project=project,
        title="Multi Agency Information Sharing Hub",
        description="Designed and developed in Leicestershire.",
    )
    return project


def _event(project: Project) -> Event:
    venue = Venue.objects.create(name="Birmingham", city="Birmingham")
    event = Event(project=project, venue=venue, title=post.TITLE, slug="birmingham", aims=post.AIMS)
    event.starts_at, event.ends_at = build.on(DAY, 9, 30, event), build.on(DAY, 16, 30, event)
    event.capacity, event.contact_name, event.contact_email = 60, "The IISaM team", "iisam@example.org"
    event.audience = (
        "People who have been key to the project’s success, and others who are interested to explore the "
        "impact of information sharing on their work."
    )
    event.save()
    return event


def _programme(event: Event) -> list[Session]:
    fisher, curtis, clark, evans, piper = post.TALKS
    first, second = post.WORKSHOPS
    items = [
        _talk(event.project, fisher, time(9, 30)),
        _talk(event.project, curtis, time(10, 0)),
        _talk(event.project, clark, time(10, 30)),
        build.Item(time(11, 15), 75, first.title, kind="workshop"),
        build.Item(time(12, 30), 45, "Lunch", kind="break"),
        _talk(event.project, evans, time(13, 15)),
        _talk(event.project, piper, time(13, 45)),
        build.Item(time(14, 30), 75, second.title, kind="workshop"),
    ]
    workshops = [one for one in build.programme(event, items) if one.is_workshop]
    for workshop, told in zip(workshops, post.WORKSHOPS, strict=True):
        build.questions(workshop, told.questions, told.perspectives)
        build.tables(workshop, TABLES, size=9)
    return workshops


def _talk(project: Project, told: post.Talk, starts: time) -> build.Item:
    speaker = Speaker.objects.create(
        project=project,
        name=told.speaker,
        job_title=told.job_title,
        organisation=build.organisation(*told.organisation) if told.organisation else None,
        second_role=told.second_role,
    )
    return build.Item(starts, 30, told.title, speaker=speaker, gave=told.gave)


def _seat(event: Event, *, by: User) -> None:
    at = build.on(DAY - timedelta(days=5), 10, 0, event)
    groups.allocate(event, by=by, at=at, steps=2000)
    groups.publish_groups(event, by=by, at=at)


def _hold(event: Event, workshops: list[Session], *, by: User) -> None:
    morning = build.on(DAY, 9, 0, event)
    for delegate in list(event.registrations.holding_a_place())[:COME]:
        desk.check_in(delegate, by=by, at=morning)
    events.close_registration(event, by=by, at=morning)
    desk.close_desk(event, by=by, at=build.on(DAY, 12, 0, event))
    for number, workshop in enumerate(workshops):
        _write(workshop, number)
    events.mark_held(event, by=by, at=build.on(DAY, 17, 0, event))


def _write(workshop: Session, number: int) -> None:
    """Each invented group types its points, in turn round the tables, and hands its sheet in."""
    questions = [(question, list(question.perspectives.all())) for question in workshop.questions.all()]
    names = build.client_ids(f"birmingham-{number}")
    for turn, (_, _, text) in enumerate(said for said in SAID if said[0] == number):
        group = list(workshop.groups.all())[turn % TABLES]
        question, perspectives = questions[turn % len(questions)]
        capture.add_point(
            capture.open_sheet(group, at=workshop.starts_at),
            question=question,
            perspective=perspectives[turn % len(perspectives)] if perspectives else None,
            text=text,
            client_id=next(names),
            at=workshop.starts_at + timedelta(minutes=10 + turn),
        )
    for sheet in GroupSheet.objects.filter(group__session=workshop, state="capturing"):
        capture.submit(sheet, at=workshop.ends_at, notes=capture.Notes(disagreement="none"))


def _conclude(event: Event, *, by: User) -> None:
    """The early thoughts of the post, each with what invented groups said to it."""
    at = build.on(DAY + timedelta(days=2), 15, 0, event)
    for number, (statement, ways) in enumerate(post.EARLY_THOUGHTS):
        texts = [text for _, thought, text in SAID if thought == number]
        points = Point.objects.filter(sheet__group__session__event=event, text__in=texts)
        note = "Early thought, as first published after the day."
        outcome = outcomes.conclude(
            event, statement=statement, stage="early", points=points, note=note, by=by, at=at
        )
        for way, example in ways:
            outcomes.detail(outcome, text=way, example=example, kind="way", by=by, at=at)
        outcomes.agree(outcome, by=by, at=at)
    outcomes.publish_early(event, by=by, at=at)
    _promise(event, at=at)


def _promise(event: Event, *, at: datetime) -> None:
    """What invented organisations in the room said they will do."""
    names = build.client_ids("birmingham-promises")
    for organisation, what, months in PROMISES:
        commitment = outcomes.offer(
            event,
            organisation=build.organisation(organisation),
            what=what,
            due_on=DAY + timedelta(days=30 * months),
            visibility="public",
            client_id=next(names),
            at=at,
        )
        outcomes.confirm(commitment, at=at)


def _report(event: Event, *, by: User) -> None:
    at = build.on(DAY + timedelta(days=2), 16, 0, event)
    drawn = {"talk": drawings.talk, "tables": drawings.tables}
    shown = [(drawn[kind](caption), alt_text, caption) for kind, alt_text, caption in post.PHOTOGRAPHS]
    build.photographs(event, shown, by=by, at=at)
    edition = reports.start_edition(event, by=by, at=at)
    edition.introduction, edition.closing = post.INTRODUCTION, post.CLOSING
    edition.next_steps = post.NEXT_STEPS
    reports.publish(reports.write(edition, by=by, at=at), by=by, at=at)
