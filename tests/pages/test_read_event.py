"""A reader learns what, when, where, for whom, who speaks and what is debated."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.outcomes.models import Outcome
from sessions.models import Perspective
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_organisation,
    make_session,
    make_speaker,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(
        title="Sharing what works", slug="sharing", aims="To bring people together.", capacity=20
    )


def fill(event, *, rows):
    """A programme with this many talks and workshops."""
    for number in range(rows):
        start = DAY + timedelta(minutes=30 * number)
        session = make_session(event, starts_at=start, ends_at=start + timedelta(minutes=30))
        speaker = make_speaker(event.project, organisation=make_organisation())
        make_appearance(session, speaker=speaker)
        workshop = make_workshop(event, questions=2, starts_at=DAY + timedelta(hours=3 + number))
        for question in workshop.questions.all():
            Perspective.objects.create(question=question, name="The service user")


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_the_page_says_what_when_where_and_how_many_places_are_left(client, event):
    page = text_of(client, "/events/sharing/")
    for fact in (
        "Sharing what works",
        "Wednesday 11 March 2026",
        "Harbour Hall, Northvale",
        "09:30",
        "To bring people",
    ):
        assert fact in page
    assert "<dd>20</dd>" in page


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_the_page_says_who_speaks_with_organisation_and_role(client, event):
    speaker = make_speaker(
        event.project,
        name="Robin Vale",
        job_title="Head of Sharing",
        second_role="member of the working group",
        organisation=make_organisation(name="Northvale Data Office", short_name="NDO"),
    )
    make_appearance(make_session(event, title="What we learnt"), speaker=speaker)
    page = text_of(client, "/events/sharing/")
    for fact in (
        "Robin Vale",
        "Head of Sharing",
        "Northvale Data Office (NDO)",
        "member of the working group",
    ):
        assert fact in page


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_a_speaker_to_be_confirmed_is_not_named(client, event):
    speaker = make_speaker(event.project, name="Robin Vale", to_be_confirmed=True)
    make_appearance(make_session(event), speaker=speaker)
    page = text_of(client, "/events/sharing/")
    assert ("Robin Vale" in page, "To be confirmed" in page) == (False, True)


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_the_page_shows_the_questions_that_draw_people(client, event):
    make_workshop(event, questions=1)
    assert "Question 1?" in text_of(client, "/events/sharing/")


@time_machine.travel(DAY + timedelta(days=2), tick=False)
def test_after_the_day_the_page_leads_with_what_was_concluded(client, event):
    Outcome.objects.create(
        event=event, statement="Sharing is part of the job.", state="published", made_at=DAY, published_at=DAY
    )
    Outcome.objects.create(event=event, statement="A draft.", made_at=DAY)
    page = text_of(client, "/events/sharing/")
    assert ("Sharing is part of the job." in page, "A draft." in page) == (True, False)
    assert "Read what was concluded" in page


@time_machine.travel(DAY + timedelta(days=2), tick=False)
def test_early_thoughts_are_called_so_and_come_after_what_is_final(client, event):
    said = {"event": event, "state": "published", "made_at": DAY, "published_at": DAY}
    Outcome.objects.create(statement="Perhaps one form.", stage="early", **said)
    Outcome.objects.create(statement="One form for all.", order=2, **said)
    Outcome.objects.create(statement="An older one.", **said | {"state": "superseded"})
    page = " ".join(text_of(client, "/events/sharing/").split())
    early = page.index("Early thought")
    assert page.index("One form for all.") < early < page.index("Perhaps one form.")
    assert "An older one." not in page


@time_machine.travel(DAY + timedelta(days=2), tick=False)
def test_after_the_day_released_slides_stand_beside_their_speaker(client, event):
    released = {"state": "released", "consented_at": DAY, "released_at": DAY}
    appearance = make_appearance(make_session(event))
    public = appearance.materials.create(title="What we learnt", **released)
    public.versions.create(number=1, file="materials/x", size=1, uploaded_at=DAY, released_at=DAY)
    appearance.materials.create(title="Not yet")
    page = text_of(client, "/events/sharing/")
    assert (f'href="/materials/{public.code}/"' in page, "Not yet" in page) == (True, False)


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_a_speaker_with_a_portrait_is_shown(client, event):
    speaker = make_speaker(event.project, portrait="portraits/face.jpg")
    make_appearance(make_session(event), speaker=speaker)
    assert 'src="/pictures/portraits/face.jpg"' in text_of(client, "/events/sharing/")


@time_machine.travel(DAY + timedelta(days=2), tick=False)
def test_a_reported_event_leads_to_its_report(client, event):
    event.state = "reported"
    event.save()
    assert "Read the report" in text_of(client, "/events/sharing/")


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_a_full_event_offers_the_waiting_list(client, event):
    event.taken = event.capacity
    event.save()
    assert "Join the waiting list" in text_of(client, "/events/sharing/")


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_a_cancelled_event_says_so_and_offers_no_place(client, event):
    event.cancelled_at = DAY - timedelta(days=31)
    event.save()
    page = text_of(client, "/events/sharing/")
    assert ("has been cancelled" in page, "Places left" in page) == (True, False)


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_a_closed_event_says_that_registration_is_closed(client, event):
    event.state = "closed"
    event.save()
    assert "Registration is closed." in text_of(client, "/events/sharing/")


@time_machine.travel(DAY - timedelta(days=30), tick=False)
@pytest.mark.parametrize("path", ["", "programme/", "programme.ics"])
def test_a_draft_is_seen_by_its_team_alone(client, event, path):
    event.state = "draft"
    event.save()
    assert client.get(f"/events/sharing/{path}").status_code == 404
    client.force_login(make_member(make_event()))
    assert client.get(f"/events/sharing/{path}").status_code == 404
    client.force_login(make_member(event))
    assert client.get(f"/events/sharing/{path}").status_code == 200


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_an_online_event_tells_where_the_link_will_be_and_never_shows_it(client, event):
    event.mode, event.joining_link, event.venue = "online", "https://meet.example.org/secret", None
    event.save()
    page = text_of(client, "/events/sharing/")
    assert ("joining link is in your confirmation" in page, "meet.example.org" in page) == (True, False)
    event.joining_link = ""
    event.save()
    page = text_of(client, "/events/sharing/")
    assert ("in your confirmation" in page, "There is no joining link yet." in page) == (False, True)


@time_machine.travel(DAY - timedelta(days=30), tick=False)
def test_places_in_the_room_and_online_are_counted_apart(client, event):
    event.mode, event.state, event.capacity, event.online_capacity = "both", "open", 4, 7
    event.save()
    assert "4 in the room, 7 online" in text_of(client, "/events/sharing/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_five_queries_at_the_most(client, event, rows, django_assert_num_queries):
    fill(event, rows=rows)
    with time_machine.travel(DAY - timedelta(days=3)), django_assert_num_queries(4):
        client.get("/events/sharing/")
    with time_machine.travel(DAY + timedelta(days=3)), django_assert_num_queries(5):
        client.get("/events/sharing/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_programme_costs_five_queries(client, event, rows, django_assert_num_queries):
    fill(event, rows=rows)
    with django_assert_num_queries(5):
        client.get("/events/sharing/programme/")
