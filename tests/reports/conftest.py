"""The event in Birmingham as far as its published post tells it, ready to be reported."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.events.models import Output, Photograph
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import OutcomeDetail
from sessions.models import Perspective, Question
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_organisation,
    make_project,
    make_session,
    make_speaker,
    make_venue,
    make_workshop,
)

AFTER = DAY + timedelta(days=2)
TITLE = "Transforming services and improving information sharing: next steps for IISaM"
INTRODUCTION = (
    "Earlier this week, the IISaM project team continued their mission to spread word of what the project "
    "has achieved."
)
CLOSING = "It will take a concerted effort over a longer period of time to start the cultural change."
AIMS = (
    "To bring together some of the people who have been key to the project's success with others who are "
    "interested to explore the impact of information sharing on their work.\n\n"
    "To consider how we move forward from here."
)
DWP = ("Department for Work and Pensions", "DWP", "central")
LEICESTERSHIRE = ("Leicestershire County Council", "", "local")
ICO = ("Information Commissioner's Office", "ICO", "regulator")
DCLG = ("Department for Communities and Local Government", "DCLG", "central")
SPEAKERS = [
    ("Mark Fisher", "", DWP, "Chaired the project's Board, first twelve months", "Introduced the day."),
    (
        "Stephen Curtis",
        "Strategy and Policy manager",
        LEICESTERSHIRE,
        "Member of the IISaM working group",
        "What IISaM has learnt, and how that has influenced the tools.",
    ),
    (
        "Liz Clark",
        "Assistant Director for Information and Technology",
        None,
        "",
        "A more detailed look at the Multi Agency Information Sharing Hub.",
    ),
    ("David Evans", "", ICO, "", "The role of legislation in shaping and facilitating appropriate sharing."),
    ("Charlotte Piper", "", DCLG, "", "Lessons learnt during the Whole Place Community Budgets pilot."),
]
WORKSHOPS = [
    (
        "The role of your own organisation",
        [
            ("What is the role of your own organisation?", []),
            ("How could each organisation support the ongoing work?", []),
        ],
    ),
    (
        "What success would look like",
        [
            (
                "What would success in improving information sharing look like?",
                ["Central government", "Local government", "Those who deliver services", "The service user"],
            )
        ],
    ),
]
THOUGHTS = [
    "Programmes of work such as IISaM are no longer needed; information sharing is business as usual",
    "All those involved understand the importance of better information in improving services",
    "Progress is made when those at the top of an organisation are convinced",
    "There are a few ways in which a case can be made",
]
WAYS = [
    ("Better understanding the benefits of information sharing", "reduced cost, or better service delivery"),
    ("Sharing stories of where it works in practice", ""),
]
PICTURES = [
    ("Mark Fisher from DWP presents", "Mark Fisher (DWP) introduced the day"),
    ("Charlotte Piper from DCLG presents", "Charlotte Piper (DCLG) talks about information sharing"),
    ("Group discussion", "The group discuss the role of their organisation in information sharing"),
    ("Group discussion", "Groups hard at work discussing the issues"),
]


@pytest.fixture
def event(db):
    """Held, with its programme, speakers, workshops, pictures and early thoughts."""
    project = make_project(
        title="Improving Information Sharing and Management", slug="iisam", achievements="It made tools."
    )
    Output.objects.create(project=project, title="Hub guide", url="https://example.org/hub")
    venue = make_venue(name="Example Hall", city="Birmingham")
    event = make_event(
        title="IISaM in Birmingham", slug="birmingham", project=project, venue=venue, aims=AIMS, state="held"
    )
    for number, row in enumerate(SPEAKERS):
        _speaks(event, number, *row)
    for number, (title, questions) in enumerate(WORKSHOPS):
        _debates(event, number, title, questions)
    for number, (alt, caption) in enumerate(PICTURES):
        Photograph.objects.create(
            event=event,
            image=f"photographs/p{number}.jpg",
            width=900,
            height=600,
            caption=caption,
            alt_text=alt,
            credit="IISaM",
            licence="CC BY 2.0",
            consent="agreed",
            order=number,
        )
    return event


def _speaks(event, number, name, job_title, organisation, second_role, gave):
    works_at = make_organisation(*organisation) if organisation else None
    starts_at = DAY + timedelta(minutes=30 * number + (150 if number > 2 else 0))
    speaker = make_speaker(
        event.project, name=name, job_title=job_title, organisation=works_at, second_role=second_role
    )
    session = make_session(
        event, title=f"Talk {number + 1}", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
    )
    make_appearance(session, speaker=speaker, what_it_gave=gave)


def _debates(event, number, title, questions):
    workshop = make_workshop(event, title=title, starts_at=DAY + timedelta(hours=2 + 3 * number))
    for order, (text, perspectives) in enumerate(questions):
        question = Question.objects.create(session=workshop, text=text, order=order)
        for place, name in enumerate(perspectives):
            Perspective.objects.create(question=question, name=name, order=place)


@pytest.fixture
def organiser(event):
    return make_member(event, email="robin@example.org")


@pytest.fixture
def early_thoughts(event, organiser):
    for statement in THOUGHTS:
        thought = outcomes.conclude(
            event, statement=statement, stage="early", note="Heard on the day.", by=organiser, at=AFTER
        )
    for text, example in WAYS:
        OutcomeDetail.objects.create(outcome=thought, kind="way", text=text, example=example)
    outcomes.publish_early(event, by=organiser, at=AFTER)


@pytest.fixture
def two_days_later():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def workspace(client, organiser, two_days_later):
    """A browser in which the organiser is signed in."""
    client.force_login(organiser)
    return client
