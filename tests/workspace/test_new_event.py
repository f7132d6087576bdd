"""A new event in one form, and a copy of an earlier one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.workspace.services.clone import clone_event
from sessions.models import Group, Perspective, Session
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_project,
    make_registration,
    make_room,
    make_session,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db
NEW = "/admin/event/new/"


@pytest.fixture
def newcomer(client):
    user = make_user("robin@example.org", is_staff=True)
    client.force_login(user)
    return user


def form(**values):
    return {
        "title": "Learning lunch",
        "project_title": "Sharing what works",
        "starts_at": "2026-07-01T12:00",
        "ends_at": "2026-07-01T14:00",
        "zone": "Europe/London",
        "venue_name": "Harbour Hall",
        "city": "Northvale",
        "capacity": "30",
        "contact_email": "events@example.org",
    } | values


def test_a_newcomer_goes_from_nothing_to_a_published_event(newcomer, client):
    assert 'value="robin@example.org"' in client.get(NEW).content.decode()
    response = client.post(NEW, form(aims="To share."), follow=True)
    event = Event.objects.get()
    assert response.redirect_chain == [(f"/admin/event/{event.slug}/", 302)]
    assert "Only its team sees it until you publish it." in response.content.decode()
    assert (event.project.title, event.venue.city, event.capacity) == ("Sharing what works", "Northvale", 30)
    assert event.starts_at == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert client.get(f"/events/{event.slug}/").status_code == 200
    client.logout()
    assert client.get(f"/events/{event.slug}/").status_code == 404
    client.force_login(newcomer)
    assert event.aims == "To share."
    make_session(event)
    client.post(reverse("admin:move_on", args=[event.slug, "publish"]))
    client.logout()
    assert client.get(f"/events/{event.slug}/").status_code == 200


def test_times_are_those_of_the_zone_on_the_form(newcomer, client):
    client.post(NEW, form(zone="Asia/Kolkata"))
    assert Event.objects.get().starts_at == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "Fill this in."),
        ({"title": "x" * 201}, "Shorten this to 200 characters"),
        ({"title": "a\x00b"}, "it holds a character that cannot be kept"),
        ({"project_title": ""}, "Choose a project, or give the new one a title."),
        ({"project": "999"}, "Choose one of the answers in the list."),
        ({"ends_at": "2026-07-01T12:00"}, "The event must end after it starts."),
        ({"starts_at": "2026-03-29T01:30"}, "happens twice or not at all"),
        ({"zone": "Mars/Olympus"}, "Enter the name of a time zone, for example Europe/London."),
        ({"capacity": "0"}, "Enter 1 or more."),
        ({"contact_email": "nobody"}, "Enter an e-mail address in the form"),
    ],
)
def test_what_cannot_be_is_answered_in_the_form(values, words, newcomer, client):
    page = client.post(NEW, form(**values))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Event.objects.count() == 0


def test_a_project_of_somebody_else_is_no_choice(newcomer, client):
    page = client.post(NEW, form(project=make_project().pk))
    assert page.status_code == 200


def test_the_desk_starts_no_event(client):
    client.force_login(make_member(make_event(), "desk"))
    assert client.post(NEW, form()).status_code == 403


@pytest.fixture
def last_time():
    event = make_event(
        title="Birmingham",
        state="reported",
        lessons="Order more tea.",
        joining_link="https://example.org/secret",
        opens_at=DAY - timedelta(days=30),
        numbers_due_at=DAY - timedelta(days=5),
        handover_until=DAY - timedelta(days=1),
        admission="approval",
        offer_hours=24,
        taken=0,
    )
    hall = make_room(event, "Hall")
    session = make_workshop(event, groups=2, questions=1, room=hall)
    session.groups.update(room=hall)
    Perspective.objects.create(question=session.questions.get(), name="Provider")
    make_appearance(session)
    make_registration(event)
    return event


def test_a_copy_has_everything_but_the_people(last_time, at):
    by = make_member(last_time)
    make_member(last_time, "desk")
    copy = clone_event(last_time, starts_on=date(2026, 9, 9), title="Leeds", by=by, at=at)
    event = copy.event
    assert (copy.sessions, copy.rooms, copy.questions, copy.groups, copy.team) == (1, 1, 1, 2, 2)
    assert copy.lessons == "Order more tea."
    assert (event.state, event.taken, event.joining_link, event.lessons) == ("draft", 0, "", "")
    assert (event.slug, event.cloned_from, event.venue) == ("leeds", last_time, last_time.venue)
    assert (event.registrations.count(), event.appearances.count()) == (0, 0)
    assert (event.admission, event.offer_hours, event.numbers_due_at.day) == ("approval", 24, 4)
    assert event.handover_until.day == 8
    session = Session.objects.get(event=event)
    assert session.room.event == event
    assert {group.room for group in Group.objects.filter(session=session)} == {session.room}
    assert str(session.questions.get().perspectives.get()) == "Provider"
    assert AuditEntry.objects.about_event(event.pk).get().verb == "clone event"


def test_every_hour_stays_across_the_clock_change(last_time, at):
    copy = clone_event(last_time, starts_on=date(2026, 9, 9), title="Leeds", by=make_member(last_time), at=at)
    session = Session.objects.get(event=copy.event)
    moments = [copy.event.starts_at, copy.event.ends_at, copy.event.opens_at, session.starts_at]
    assert [f"{copy.event.local(moment):%d.%m. %H:%M}" for moment in moments] == [
        "09.09. 09:30",
        "09.09. 16:30",
        "10.08. 09:30",
        "09.09. 11:30",
    ]
    assert copy.event.closes_at is None


def test_the_form_copies_and_says_what(last_time, client):
    client.force_login(make_member(last_time))
    address = reverse("admin:clone_event", args=[last_time.slug])
    assert "Order more tea." in client.get(address).content.decode()
    page = client.post(address, {"title": "Leeds", "starts_on": "2026-09-09"}, follow=True).content.decode()
    assert "Copied: 1 session, 1 question, 2 groups, 1 room, " in page
    assert "0 questions of the registration form, a team of 1." in page
    assert "Order more tea." in page


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30"])
def test_a_day_that_is_none_copies_nothing(day, last_time, client):
    client.force_login(make_member(last_time))
    page = client.post(
        reverse("admin:clone_event", args=[last_time.slug]), {"title": "Leeds", "starts_on": day}
    )
    assert page.status_code == 200
    assert Event.objects.count() == 1


def test_an_analyst_copies_nothing(last_time, client, at):
    analyst = make_member(last_time, "analyst")
    with pytest.raises(Refused):
        clone_event(last_time, starts_on=date(2026, 9, 9), title="Leeds", by=analyst, at=at)
    client.force_login(analyst)
    assert client.get(reverse("admin:clone_event", args=[last_time.slug])).status_code == 404
