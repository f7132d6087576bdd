"""Downloads: inert files, and only for those to whom they are released."""

import pytest

from dissemination.core.tokens import link_token
from speakers import services
from speakers.models import Material
from tests.factories import make_appearance, make_event, make_member, make_registration, make_user
from tests.speakers.conftest import AGREED, PDF, a_file

pytestmark = pytest.mark.django_db
FOR_DELEGATES = services.Terms(release="delegates", is_agreed=True)


@pytest.fixture
def for_delegates(released, at):
    services.set_terms(released, FOR_DELEGATES, at=at)
    return released


def get(client, material):
    response = client.get(f"/materials/{material.code}/1/")
    response.getvalue()  # read to the end: closing half-way would close the test's own connection
    return response


def status(client, material):
    return get(client, material).status_code


def opened(client, purpose, code, monkeypatch):
    """The browser after that link was opened (the place's own page belongs to another app)."""
    monkeypatch.setattr(
        "speakers.views.downloads.passes.held", lambda request, name: [code] if name == purpose else []
    )
    return client


def test_everybody_reads_what_is_released_to_everybody(client, released):
    response = client.get(f"/materials/{released.code}/1/")
    assert response.getvalue() == PDF
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_the_lasting_address_gives_the_newest_released_version(client, talk, released, at):
    services.upload(talk, a_file(content=PDF + b"% 2"), at=at)
    assert client.get(f"/materials/{released.code}/").getvalue() == PDF
    assert released.get_absolute_url() == f"/materials/{released.code}/"


def test_a_download_is_inert(client, released):
    headers = get(client, released).headers
    assert headers["Content-Disposition"] == 'attachment; filename="talk.pdf"'
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "application/pdf"


def test_a_name_in_any_script_is_sent_as_rfc_6266_wants_it(client, talk, at):
    material = services.upload(talk, a_file("Vortrag über Öl.pdf"), at=at, terms=AGREED).material
    services.check(material, by=None, at=at)
    services.release(material, by=None, at=at)
    disposition = get(client, material).headers["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''Vortrag%20%C3%BCber%20%C3%96l.pdf"


@pytest.mark.parametrize("path", ["/materials/nothing/", "/materials/nothing/1/", "/media/materials/x"])
def test_a_guessed_address_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_nothing_is_public_before_release(client, material, at):
    assert status(client, material) == 404
    assert client.get(material.get_absolute_url()).status_code == 404
    services.check(material, by=None, at=at)
    assert status(client, material) == 404


def test_what_is_withdrawn_is_not_found(client, released, at):
    services.withdraw(released, by=None, at=at)
    assert status(client, released) == 404


def test_slides_of_a_replaced_speaker_are_not_found(client, talk, released, at):
    talk.replaced_at = at
    talk.save()
    assert status(client, released) == 404


def test_slides_of_an_unpublished_event_are_not_found(client, talk, released):
    talk.event.state = "draft"
    talk.event.save()
    assert status(client, released) == 404


def test_what_is_for_delegates_is_not_for_everybody(client, for_delegates):
    assert status(client, for_delegates) == 404


def test_a_delegate_reads_it_by_link(client, talk, for_delegates, monkeypatch):
    delegate = make_registration(talk.event)
    response = get(opened(client, "place", delegate.code, monkeypatch), for_delegates)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")


def test_a_delegate_reads_it_signed_in(client, talk, for_delegates):
    client.force_login(make_registration(talk.event).person.user)
    assert status(client, for_delegates) == 200


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_somebody_without_a_place_does_not_read_it(client, talk, for_delegates, monkeypatch, state):
    delegate = make_registration(talk.event, state=state)
    assert status(opened(client, "place", delegate.code, monkeypatch), for_delegates) == 404


def test_a_delegate_of_another_event_does_not_read_it(client, for_delegates, monkeypatch):
    stranger = make_registration(make_event())
    assert status(opened(client, "place", stranger.code, monkeypatch), for_delegates) == 404


def test_the_speaker_reads_every_version_of_the_own_slides(speaking, material):
    response = get(speaking, material)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")


def test_another_speaker_does_not(client, talk, material):
    other = make_appearance(talk.session)
    client.get(f"/speaking/{link_token('speaking', other.code)}/")
    assert status(client, material) == 404


def test_a_speaker_who_was_replaced_no_longer_reads_them(speaking, talk, material, at):
    talk.replaced_at = at
    talk.save()
    assert status(speaking, material) == 404


@pytest.mark.parametrize(
    ("role", "answer"), [("organiser", 200), ("publisher", 200), ("analyst", 200), ("desk", 404)]
)
def test_the_team_reads_everything_but_the_desk_does_not(client, talk, material, role, answer):
    client.force_login(make_member(talk.event, role))
    assert status(client, material) == answer


def test_another_events_team_does_not(client, material):
    client.force_login(make_member(make_event()))
    assert status(client, material) == 404
    client.force_login(make_user())
    assert status(client, material) == 404


def test_a_public_download_costs_two_queries(client, released, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(f"/materials/{released.code}/1/").getvalue()
    assert Material.objects.count() == 1
