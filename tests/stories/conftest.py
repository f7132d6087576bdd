"""Somebody who tells a story, and the team that writes it up."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from dissemination.stories import services
from dissemination.stories.links import teller_link
from dissemination.stories.services import Told
from tests.factories import DAY, make_event, make_member, make_project

AFTER = DAY + timedelta(days=3)
WORDS = "We put two lists side by side, and nobody fell between them any more."
FORM = {
    "what_happened": WORDS,
    "name": "Toni Teller",
    "email": "toni@example.org",
    "organisation": "Harbour Housing",
    "may_contact": "yes",
    "publish_as": "named",
    "form_key": "0b9b3b0e-3b0e-4b0e-8b0e-0b9b3b0e3b0e",
    "website": "",
}


@pytest.fixture
def event(db):
    project = make_project(slug="iisam", title="Improving sharing")
    return make_event(slug="sharing", project=project, state="held")


@pytest.fixture
def organiser(event):
    return make_member(event, email="robin@example.org")


@pytest.fixture
def offer(event):
    """Offer a story; anything may be told otherwise."""

    def offer_one(**values):
        told = {
            "name": "Toni Teller",
            "email": "toni@example.org",
            "what_happened": WORDS,
            "may_contact": True,
            "publish_as": "named",
            "organisation": "Harbour Housing",
        }
        where = {
            "form_key": values.pop("form_key", uuid.uuid4()),
            "origin": values.pop("origin", "here"),
            "at": values.pop("at", AFTER),
            "event": values.pop("event", event),
        }
        return services.offer_story(event.project, Told(**told | values), **where)

    return offer_one


@pytest.fixture
def write_up(organiser, offer):
    """A case study, ready to be sent to its teller."""

    def written(**values):
        lead = services.take_up(offer(**values), by=organiser, at=AFTER)
        study = services.draft(lead, title="Two lists, one view", by=organiser, at=AFTER)
        study.what_was_done, study.result = "Both were put side by side.", "Nobody was lost."
        return services.write(study, by=organiser, at=AFTER)

    return written


@pytest.fixture
def study(write_up):
    return write_up()


@pytest.fixture
def cleared(study, organiser):
    """Approved by the teller, cleared by their organisation."""
    services.approve(study, version_hash=study.version_hash, at=AFTER)
    return services.clear(study, name="Chris Chief", by=organiser, at=AFTER)


@pytest.fixture
def published(cleared, organiser):
    return services.publish(cleared, by=organiser, at=AFTER)


@pytest.fixture
def later():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def workspace(client, organiser, later):
    """A browser in which the organiser is signed in."""
    client.force_login(organiser)
    return client


@pytest.fixture
def phone(client, study, later):
    """The teller's browser, after opening the link."""
    client.get(teller_link(study.lead).removeprefix("http://localhost:8000"))
    return client
