"""A speaker with a talk, a file to send, and the places where things lie."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from dissemination.core.tokens import link_token
from speakers import services
from tests.factories import DAY, make_appearance, make_event, make_room, make_session, make_speaker

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
AGREED = services.Terms(release="public", licence="OGL v3.0", is_agreed=True)


def a_file(name="talk.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def today(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def talk(db):
    """Kim Sample speaks about sharing in the Great Hall; slides are due a week before."""
    event = make_event(title="Sharing day", slug="sharing-day")
    session = make_session(event, title="What we learnt", room=make_room(event, "Great Hall"))
    speaker = make_speaker(event.project, name="Kim Sample", email="kim@example.org")
    return make_appearance(session, speaker=speaker, slides_due_at=DAY - timedelta(days=7))


@pytest.fixture
def material(talk, at):
    """The talk's slides, as they arrive: agreed to, not checked."""
    return services.upload(talk, a_file(), at=at, terms=AGREED).material


@pytest.fixture
def released(material, at):
    services.check(material, by=None, at=at)
    services.release(material, by=None, at=at)
    material.refresh_from_db()
    return material


@pytest.fixture
def speaking(client, talk):
    """The browser of the speaker, who has opened the link."""
    client.get(f"/speaking/{link_token('speaking', talk.code)}/")
    return client
