"""Pictures: public ones for everybody, the others for the team; nothing else of the media folder."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dissemination.events.models import Photograph
from tests.factories import make_appearance, make_event, make_member, make_session, make_speaker

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xd9"


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def make_photograph(event, **values):
    path = default_storage.save("photographs/a.jpg", ContentFile(JPEG))
    photograph = Photograph(event=event, caption="The room", alt_text="A room", width=1, height=1)
    Photograph.objects.bulk_create([photograph])
    Photograph.objects.filter(pk=photograph.pk).update(**{"image": path, "consent": "agreed"} | values)
    return f"/pictures/{path}"


def make_portrait(event):
    path = default_storage.save("portraits/b.jpg", ContentFile(JPEG))
    speaker = make_speaker(event.project, portrait=path)
    return f"/pictures/{path}", make_appearance(make_session(event), speaker=speaker)


def test_everybody_sees_a_photograph_of_a_published_event(client):
    response = client.get(make_photograph(make_event()))
    assert response.getvalue() == JPEG
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "public, max-age=604800"


def test_a_public_photograph_costs_one_query(client, django_assert_num_queries):
    address = make_photograph(make_event())
    with django_assert_num_queries(1):
        client.get(address).getvalue()


def test_everybody_sees_the_portrait_of_somebody_who_speaks(client):
    address, _ = make_portrait(make_event())
    assert client.get(address).getvalue() == JPEG


def test_the_portrait_of_somebody_who_was_replaced_is_not_shown(client, at):
    address, appearance = make_portrait(make_event())
    appearance.replaced_at = at
    appearance.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("event", "photograph"),
    [({"state": "draft"}, {}), ({}, {"consent": "not_asked"})],
    ids=["draft", "no consent"],
)
def test_what_is_not_public_is_for_the_team_alone(event, photograph, client):
    event = make_event(**event)
    address = make_photograph(event, **photograph)
    assert client.get(address).status_code == 404
    client.force_login(make_member(make_event()))
    assert client.get(address).status_code == 404
    client.force_login(make_member(event))
    response = client.get(address)
    assert response.getvalue() == JPEG
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_team_sees_a_portrait_before_the_event_is_published(client):
    event = make_event(state="draft")
    address, _ = make_portrait(event)
    assert client.get(address).status_code == 404
    client.force_login(make_member(event))
    assert client.get(address).getvalue() == JPEG


@pytest.mark.parametrize(
    "path", ["materials/c", "photographs/../materials/c", "../secret_key", "photographs/", "%00", "a" * 3000]
)
def test_nothing_else_of_the_media_folder_can_be_read(path, client):
    default_storage.save("materials/c", ContentFile(b"slides"))
    assert client.get(f"/pictures/{path}").status_code == 404


def test_a_picture_whose_file_has_gone_is_not_found(client):
    address = make_photograph(make_event())
    default_storage.delete(address.removeprefix("/pictures/"))
    assert client.get(address).status_code == 404


def test_a_picture_is_only_read(client):
    assert client.post(make_photograph(make_event())).status_code == 405
