"""An event that is over: delegates who came and who did not, a speaker with slides, a table's points."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from dissemination.capture import services as capture
from dissemination.capture.links import sheet_of
from dissemination.followup import services
from dissemination.outcomes import services as outcomes
from speakers.models import Material
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_session,
    make_speaker,
    make_workshop,
)

AFTER = DAY + timedelta(days=1)


@pytest.fixture
def event(db):
    return make_event(slug="sharing", title="Sharing well", state="held")


@pytest.fixture
def organiser(event):
    return make_member(event, email="robin@example.org")


@pytest.fixture
def appearance(event):
    speaker = make_speaker(event.project, name="Sam Speaker", email="sam@example.org")
    session = make_session(event, title="Opening")
    return make_appearance(session, speaker=speaker, slides_due_at=DAY)


@pytest.fixture
def slides(appearance):
    return Material.objects.create(
        appearance=appearance, title="Opening", state="released", released_at=AFTER, consented_at=AFTER
    )


@pytest.fixture
def workshop(event):
    return make_workshop(event, groups=2, questions=1)


@pytest.fixture
def ann(event, workshop):
    """Came, sat at the first table."""
    ann = make_registration(event, state="attended", name="Ann Archer", email="ann@example.org")
    group = workshop.groups.first()
    make_place(ann, group, told_group=group)
    return ann


@pytest.fixture
def ben(event, workshop):
    """Came, sat at the second table, asked for news."""
    ben = make_registration(event, state="attended", name="Ben", email="ben@example.org", news=True)
    group = workshop.groups.last()
    make_place(ben, group, told_group=group)
    return ben


@pytest.fixture
def absent(event):
    return make_registration(event, state="absent", name="Alex Away", email="alex@example.org")


@pytest.fixture
def point(workshop):
    return capture.add_point(
        sheet_of(workshop.groups.first()),
        question=workshop.questions.get(),
        text="We trust each other.",
        client_id=uuid.uuid4(),
        at=DAY + timedelta(hours=2, minutes=10),
    )


@pytest.fixture
def conclusion(event, organiser, point):
    made = outcomes.conclude(event, statement="Trust comes first", points=[point], by=organiser, at=AFTER)
    outcomes.publish_final(event, by=organiser, at=AFTER)
    return made


@pytest.fixture
def plan(event, organiser):
    """The items of the usual plan by kind and audience."""
    items = services.lay_out_plan(event, by=organiser, at=AFTER)
    return {(item.kind, item.audience): item for item in items}


@pytest.fixture
def workspace(client, organiser):
    """A browser in which the organiser is signed in, a day later."""
    client.force_login(organiser)
    with time_machine.travel(AFTER, tick=False):
        yield client
