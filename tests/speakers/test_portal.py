"""The speaker's page: opened by the link alone, says what is needed, takes slides in one post."""

import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dissemination.core.tokens import link_token
from speakers import policies, services
from speakers.models import Appearance, Material, MaterialVersion
from tests.factories import DAY, make_appearance, make_event, make_session, make_user, make_workshop
from tests.speakers.conftest import AGREED, PDF, a_file

pytestmark = pytest.mark.django_db
TERMS = {"release": "public", "licence": "", "is_agreed": "on"}


@pytest.fixture
def home(talk):
    return f"/speaker/{talk.code}/"


def jpeg(size=(40, 40)):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG")
    return SimpleUploadedFile("me.jpg", file.getvalue())


def said(response):
    return response.content.decode()


def send(client, home, file, **terms):
    return client.post(home + "slides/", {"file": file, **TERMS, **terms})


def test_the_link_opens_the_page_and_leaves_the_address(client, talk, home):
    response = client.get(f"/speaking/{link_token('speaking', talk.code)}/")
    assert (response.status_code, response.url) == (302, home)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(home).status_code == 200


def test_the_page_says_what_when_and_where(speaking, home):
    page = said(speaking.get(home))
    assert "<h1>What we learnt</h1>" in page
    assert "Wednesday 11 March 2026, 09:30 – 10:00" in page
    assert "Great Hall, Harbour Hall, Northvale" in page
    assert "by Wednesday 4 March 2026, 09:30" in page


def test_slides_whose_day_has_passed_are_called_late(speaking, home, talk):
    with time_machine.travel(talk.slides_due_at + timedelta(minutes=1), tick=False):
        speaking.get(f"/speaking/{link_token('speaking', talk.code)}/")
        assert "Late: needed by Wednesday 4 March 2026, 09:30." in said(speaking.get(home))
        send(speaking, home, a_file())
        assert "Late: needed by" not in said(speaking.get(home))


def test_the_page_is_not_kept_by_any_cache(speaking, home):
    assert speaking.get(home).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("token", ["nonsense", "a.b", ".", "truncated.0123", "x" * 2000])
def test_a_wrong_link_gets_a_page_that_says_what_to_do(client, db, token):
    response = client.get(f"/speaking/{token}/")
    assert response.status_code == 404
    assert "Open the link in your newest mail" in said(response)


def test_a_link_for_something_else_does_not_open_it(client, talk):
    assert client.get(f"/speaking/{link_token('place', talk.code)}/").status_code == 404


def test_without_the_link_nothing_opens(client, talk, home):
    unknown, foreign = client.get("/speaker/nothing/"), client.get(home)
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert unknown.content == foreign.content


@pytest.mark.parametrize("page", ["slides", "publishing", "about"])
def test_another_speaker_changes_nothing(client, talk, home, page):
    other = make_appearance(talk.session)
    client.get(f"/speaking/{link_token('speaking', other.code)}/")
    response = client.post(f"{home}{page}/", {"file": a_file(), "bio": "Mine", **TERMS})
    talk.speaker.refresh_from_db()
    assert (response.status_code, talk.speaker.bio, Material.objects.count()) == (404, "", 0)


def test_signed_in_the_speaker_needs_no_link(client, talk, home, at):
    services.invite(talk, by=None, at=at)
    talk.speaker.refresh_from_db()
    client.force_login(talk.speaker.person.user)
    assert client.get(home).status_code == 200
    client.force_login(make_user())
    assert client.get(home).status_code == 404


def test_one_link_opens_all_parts_in_the_event_and_no_other_event(speaking, talk):
    workshop = make_workshop(talk.event, groups=1)
    second = make_appearance(workshop, speaker=talk.speaker, role="facilitator", group=workshop.groups.get())
    elsewhere = make_appearance(make_session(make_event(project=talk.event.project)), speaker=talk.speaker)
    assert f"/speaker/{second.code}/" in said(speaking.get(f"/speaker/{talk.code}/"))
    assert "Table 1" in said(speaking.get(f"/speaker/{second.code}/"))
    assert speaking.get(f"/speaker/{elsewhere.code}/").status_code == 404


def test_slides_arrive_in_one_post(speaking, home):
    response = send(speaking, home, a_file())
    assert (response.status_code, response.url) == (302, home)
    version = MaterialVersion.objects.get()
    assert (version.original_name, version.uploaded_by, version.material.state) == (
        "talk.pdf",
        None,
        "received",
    )
    page = said(speaking.get(home))
    assert "talk.pdf has arrived." in page
    assert "Version 1" in page


def test_duties_get_their_ticks(talk, speaking, home):
    def ticks():
        appearance = Appearance.objects.with_slides().get()
        return [(str(duty.label), duty.is_done) for duty in policies.duties(appearance, at=DAY)]

    nothing = [
        ("Your biography", False),
        ("Your portrait", False),
        ("Your slides", False),
        ("Your agreement to publish them", False),
    ]
    assert ticks() == nothing
    send(speaking, home, a_file())
    speaking.post(home + "about/", {"bio": "Kim counts.", "portrait": jpeg()})
    assert ticks() == [(label, True) for label, _ in nothing]


@pytest.mark.parametrize(("role", "optional"), [("speaker", 0), ("facilitator", 2)])
def test_what_is_asked_for_is_not_called_optional(role, optional, talk, speaking, home):
    Appearance.objects.update(role=role)
    page = said(speaking.get(home))
    assert page[page.index("About you") :].count("(optional)") == optional


def test_a_facilitator_owes_nothing(talk):
    workshop = make_workshop(talk.event)
    assert policies.duties(make_appearance(workshop, role="facilitator"), at=DAY) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({**TERMS}, "Choose the file with your slides."),
        ({"file": a_file(content=b""), **TERMS}, "This file is empty. Choose another one."),
        ({"file": a_file(content=b"<html>"), **TERMS}, "The file is not a PDF"),
        ({"file": a_file(), "licence": ""}, "Say who may read it."),
        ({"file": a_file(), "release": "aliens"}, "Choose one of the answers."),
        ({"file": a_file(), "release": "public", "licence": "mine"}, "Choose one of the answers."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_words(speaking, home, form, words, media):
    response = speaking.post(home + "slides/", form)
    assert response.status_code == 422
    assert words in said(response)
    assert (MaterialVersion.objects.count(), [*media.rglob("*.*")]) == (0, [])


def test_a_file_over_the_limit_comes_back_with_the_limit(speaking, home, settings):
    settings.UPLOAD_LIMIT_BYTES = len(PDF)
    assert send(speaking, home, a_file()).status_code == 302
    response = send(speaking, home, a_file(content=PDF + b"x"))
    assert "This file is larger than" in said(response)
    assert MaterialVersion.objects.count() == 1


@pytest.mark.parametrize("name", ["'\"><img src=x onerror=alert(1)>.pdf", "CON.pdf", "\u202efdp.pdf"])
def test_a_hostile_file_name_is_shown_as_text(speaking, home, name):
    send(speaking, home, a_file(name))
    page = said(speaking.get(home))
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert MaterialVersion.objects.count() == 1


def test_a_file_name_that_is_too_long_comes_back(speaking, home):
    response = send(speaking, home, a_file("a" * 300 + ".pdf"))
    assert response.status_code in {302, 422}
    assert MaterialVersion.objects.count() == (response.status_code == 302)


def test_a_post_without_the_token_of_the_form_changes_nothing(talk, home):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/speaking/{link_token('speaking', talk.code)}/")
    assert send(browser, home, a_file()).status_code == 403
    assert MaterialVersion.objects.count() == 0


@pytest.mark.parametrize("page", ["slides", "publishing", "about"])
def test_opening_a_forms_address_leads_to_the_page(speaking, home, page):
    response = speaking.get(f"{home}{page}/")
    assert (response.status_code, response.url) == (302, home)


def test_the_agreement_is_taken_back_on_the_page(speaking, home, released):
    assert "You agreed on" in said(speaking.get(home))
    response = speaking.post(home + "publishing/", {"release": "public", "licence": ""})
    released.refresh_from_db()
    assert (response.status_code, released.consented_at, released.released_at) == (302, None, None)


def test_a_choice_that_does_not_exist_comes_back(speaking, home, material):
    response = speaking.post(home + "publishing/", {"release": "aliens"})
    assert (response.status_code, "Choose one of the answers." in said(response)) == (422, True)


def test_without_slides_there_is_nothing_to_choose(speaking, home):
    assert speaking.post(home + "publishing/", TERMS).status_code == 302
    assert Material.objects.count() == 0


def test_biography_and_portrait_are_kept(speaking, talk, home):
    speaking.post(home + "about/", {"bio": "Kim counts what is shared.", "portrait": jpeg()})
    talk.speaker.refresh_from_db()
    assert talk.speaker.bio == "Kim counts what is shared."
    with talk.speaker.portrait.open("rb") as file:
        assert Image.open(file).format == "JPEG"
    assert talk.speaker.portrait_url == f"/pictures/{talk.speaker.portrait.name}"


def test_the_speaker_sees_the_portrait_before_the_event_is_public(speaking, talk, home):
    assert speaking.get(home + "portrait/").status_code == 404
    speaking.post(home + "about/", {"bio": "", "portrait": jpeg()})
    response = speaking.get(home + "portrait/")
    assert response.getvalue()[:3] == b"\xff\xd8\xff"
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (
        "image/jpeg",
        "private, no-store",
    )


def test_an_old_portrait_goes_when_a_new_one_comes(
    speaking, talk, home, media, django_capture_on_commit_callbacks
):
    for form in ({"portrait": jpeg()}, {"portrait": jpeg((50, 50))}, {"drops_portrait": "on"}):
        with django_capture_on_commit_callbacks(execute=True):
            speaking.post(home + "about/", {"bio": "", **form})
        talk.speaker.refresh_from_db()
        kept = [str(path.relative_to(media)) for path in media.rglob("*.jpg")]
        assert kept == ([talk.speaker.portrait.name] if talk.speaker.portrait else [])
    assert talk.speaker.portrait_url == ""


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a<script>alert(1)</script>",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>",
    ],
)
def test_a_picture_that_is_none_comes_back(speaking, talk, home, content):
    picture = SimpleUploadedFile("me.png", content)
    response = speaking.post(home + "about/", {"bio": "New", "portrait": picture})
    talk.speaker.refresh_from_db()
    assert (response.status_code, talk.speaker.bio, talk.speaker.portrait.name) == (422, "", "")


@pytest.mark.parametrize("bio", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}{% debug %}"])
def test_a_hostile_biography_is_shown_as_text(speaking, talk, home, bio):
    speaking.post(home + "about/", {"bio": bio})
    talk.speaker.refresh_from_db()
    assert talk.speaker.bio == bio
    assert "<script>alert" not in said(speaking.get(home))


@pytest.mark.parametrize("bio", ["a\0b", "x" * 3001])
def test_a_biography_that_cannot_be_kept_comes_back(speaking, talk, home, bio):
    assert speaking.post(home + "about/", {"bio": bio}).status_code == 422
    talk.speaker.refresh_from_db()
    assert talk.speaker.bio == ""


def test_a_replaced_speaker_reads_a_thank_you_and_can_send_nothing(speaking, talk, home, at):
    talk.replaced_at, talk.replaced_by = at, make_appearance(talk.session)
    talk.save()
    assert "Thank you for having been ready to." in said(speaking.get(home))
    assert send(speaking, home, a_file()).status_code == 422


def test_long_after_the_event_the_page_says_where_to_send_files(speaking, talk, home):
    with time_machine.travel(talk.event.ends_at + timedelta(days=100)):
        speaking.get(f"/speaking/{link_token('speaking', talk.code)}/")
        assert "Send yours to the organiser." in said(speaking.get(home))


def test_what_is_held_says_why(speaking, home, material):
    material.versions.update(held_reason="It loads a template.", warnings=["Page 2 has no title."])
    page = said(speaking.get(home))
    assert "The organiser looks at it first: It loads a template." in page
    assert "Page 2 has no title." in page


def test_the_page_costs_the_same_whatever_it_shows(speaking, talk, home, at, django_assert_num_queries):
    for count in (1, 3):
        while MaterialVersion.objects.count() < count:
            services.upload(talk, a_file(), at=at, terms=AGREED)
            make_appearance(make_session(talk.event), speaker=talk.speaker)
        with django_assert_num_queries(7):
            speaking.get(home)


def test_times_are_those_of_the_event(speaking, talk, home):
    talk.event.zone = "Europe/Paris"
    talk.event.save()
    assert "10:30 – 11:00" in said(speaking.get(home))
    assert datetime(2026, 3, 11).weekday() == 2
