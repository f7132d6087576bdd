"""A delegate's day as a calendar: their own, always up to date, behind an address that can be made anew."""

from datetime import UTC, timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from django.urls import reverse

from dissemination.agenda import invites, services
from dissemination.agenda.models import Agenda
from dissemination.core.verdicts import Refused
from dissemination.groups import services as groups
from registrations import services as registering
from registrations.invites import place_link
from registrations.models import Registration
from tests.documents.conftest import judge  # noqa: F401 - a fixture
from tests.factories import DAY, make_event, make_registration, make_room, make_session, make_venue
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db


def at_hour(hours):
    starts_at = DAY + timedelta(hours=hours)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=30)}


@pytest.fixture
def ann(at):
    """A delegate of a day with a welcome, two workshops and lunch, who has been told her tables."""
    event = make_day(people=3, venue=make_venue(), title="Sharing what works")
    make_session(
        event, title="Welcome", room=make_room(event, "Great Hall"), ends_at=DAY + timedelta(hours=1)
    )
    make_session(event, title="Lunch", kind="break", **at_hour(2))
    groups.allocate(event, by=None, at=at, steps=50)
    groups.publish_groups(event, by=None, at=at)
    return Registration.objects.select_related("event__venue", "event__project").order_by("pk").first()


def shown(client, agenda, **headers):
    response = client.get(urlsplit(invites.address(agenda)).path, **headers)
    return response, icalendar.Calendar.from_ical(response.content).walk("VEVENT") if response.content else []


def test_the_day_is_there_hour_by_hour_with_the_own_tables(client, ann, at, judge):  # noqa: F811
    response, entries = shown(client, services.renew(ann, at=at))
    tables = {place.session.title: place.told_group.name for place in ann.places.told()}
    assert [str(entry["SUMMARY"]) for entry in entries] == ["Welcome", "Workshop 1", "Workshop 2"]
    assert [str(entry["LOCATION"]) for entry in entries] == [
        "Great Hall, Harbour Hall, Northvale",
        f"{tables['Workshop 1']}, Harbour Hall, Northvale",
        f"{tables['Workshop 2']}, Harbour Hall, Northvale",
    ]
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert (judge(response.content).faults, judge(response.content).method) == (0, "PUBLISH")


def test_it_names_nobody_and_holds_no_way_to_the_place(client, ann, at):
    response, _ = shown(client, services.renew(ann, at=at))
    text = response.content.decode()
    assert [mark for mark in (ann.name, ann.email, ann.code, "ATTENDEE", "/place") if mark in text] == []


def test_an_entry_keeps_its_uid_when_it_moves(client, ann, at):
    agenda = services.renew(ann, at=at)
    before = shown(client, agenda)[1]
    session = ann.event.sessions.get(title="Workshop 2")
    session.starts_at += timedelta(minutes=15)
    session.save()
    after = shown(client, agenda)[1]
    assert [entry["UID"] for entry in before] == [entry["UID"] for entry in after]
    assert after[2].start == before[2].start + timedelta(minutes=15)


def test_a_diary_that_has_it_already_is_told_so(client, ann, at):
    agenda = services.renew(ann, at=at)
    first, _ = shown(client, agenda)
    again, _ = shown(client, agenda, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    ann.event.sessions.filter(title="Welcome").update(title="Good morning")
    changed, _ = shown(client, agenda, HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200


def test_a_new_address_shuts_the_old_one(client, ann, at):
    old = invites.address(services.renew(ann, at=at))
    new = invites.address(services.renew(ann, at=at))
    assert client.get(urlsplit(old).path).status_code == 404
    assert client.get(urlsplit(new).path).status_code == 200
    assert Agenda.objects.count() == 1


@pytest.mark.parametrize("path", ["/agenda/x.ics", "/agenda/abc.0123.ics", "/agenda/%00.ics"])
def test_a_guessed_address_shows_nothing(client, ann, at, path):
    services.renew(ann, at=at)
    assert client.get(path).status_code == 404


def test_a_cancelled_place_leaves_the_diary_empty(client, ann, at):
    agenda = services.renew(ann, at=at)
    registering.cancel(ann, at=at)
    response, entries = shown(client, agenda)
    assert (response.status_code, entries) == (200, [])


def test_a_cancelled_event_leaves_the_diary_empty_and_opens_no_new_one(client, ann, at):
    agenda = services.renew(ann, at=at)
    ann.event.cancelled_at = at
    ann.event.save()
    assert shown(client, agenda)[1] == []
    with pytest.raises(Refused, match="This event has been cancelled"):
        services.renew(ann, at=at)


def test_whoever_waits_has_no_day_yet(at):
    with pytest.raises(Refused, match="once you have a place"):
        services.renew(make_registration(make_event(), state="waiting"), at=at)


def test_an_event_without_a_programme_is_one_entry(client, at):
    registration = make_registration(make_event(title="Learning lunch", venue=None))
    _, [entry] = shown(client, services.renew(registration, at=at))
    assert (entry["SUMMARY"], entry.start.astimezone(UTC), entry["LOCATION"]) == (
        "Learning lunch",
        DAY.astimezone(UTC),
        "To be announced",
    )


def test_limited_workshops_show_to_those_who_have_a_seat(client, ann, at):
    workshop = ann.event.sessions.get(title="Workshop 2")
    workshop.seats = 1
    workshop.save()
    agenda = services.renew(ann, at=at)
    assert "Workshop 2" not in [entry["SUMMARY"] for entry in shown(client, agenda)[1]]
    ann.workshop_seats.create(session=workshop)
    assert "Workshop 2" in [entry["SUMMARY"] for entry in shown(client, agenda)[1]]


def test_the_link_to_join_is_for_those_online(client, ann, at):
    ann.event.online_capacity, ann.event.joining_link = 5, "https://meet.example.org/x"
    ann.event.save()
    online = make_registration(ann.event, mode="online")
    told = [shown(client, services.renew(one, at=at))[0].content for one in (ann, online)]
    assert [b"meet.example.org" in content.replace(b"\r\n ", b"") for content in told] == [False, True]


def test_a_diary_asks_the_database_six_times_whatever_the_day(client, ann, at, django_assert_num_queries):
    path = urlsplit(invites.address(services.renew(ann, at=at))).path
    with django_assert_num_queries(6):
        client.get(path)
    make_session(ann.event, title="Another", **at_hour(5))
    with django_assert_num_queries(6):
        client.get(path)


@pytest.fixture
def page(client, ann):
    """The page on which Ann chooses, opened by the link in her mail."""
    client.get(urlsplit(place_link(ann)).path)
    return reverse("agenda:choose", args=[ann.code])


def test_looking_makes_nothing_and_a_press_the_address(client, ann, page):
    assert "Make my calendar" in client.get(page).content.decode()
    assert Agenda.objects.count() == 0
    client.post(reverse("agenda:renew", args=[ann.code]))
    assert "Make my calendar" not in client.get(page).content.decode()


def test_the_page_offers_both_ways(client, ann, page, at):
    agenda = services.renew(ann, at=at)
    text = client.get(page).content.decode()
    address = invites.address(agenda)
    assert f'href="webcal:{address.partition(":")[2]}"' in text
    assert address in text
    assert reverse("registrations:calendar", args=[ann.code]) in text


def test_who_chose_entries_by_session_reads_of_these(client, ann, page):
    assert "one entry for the whole day" in client.get(page).content.decode()
    Registration.objects.update(diary="sessions")
    shown = client.get(page).content.decode()
    assert "one entry for each of your sessions" in shown
    assert "one entry for the whole day" not in shown


def test_a_new_address_is_made_by_a_press(client, ann, page):
    old = services.renew(ann, at=DAY).code
    answer = client.post(reverse("agenda:renew", args=[ann.code]), follow=True)
    assert "An earlier one shows nothing any more." in answer.content.decode()
    assert Agenda.objects.get().code != old


def test_the_page_belongs_to_whoever_has_the_link(client, ann):
    assert client.get(reverse("agenda:choose", args=[ann.code])).status_code == 404
    assert client.post(reverse("agenda:renew", args=[ann.code])).status_code == 404


def test_other_diaries_get_the_public_facts_alone(ann):
    google, outlook = (
        parse_qs(urlsplit(link).query) for link in (invites.google_link(ann), invites.outlook_link(ann))
    )
    assert google["dates"] == ["20260311T093000Z/20260311T163000Z"]
    assert outlook["startdt"] == ["2026-03-11T09:30:00+00:00"]
    assert google["location"] == outlook["location"] == ["Harbour Hall, Northvale"]
    assert google["details"] == outlook["body"] == [f"http://localhost:8000/events/{ann.event.slug}/"]


def test_an_event_without_a_venue_tells_them_no_place():
    registration = make_registration(make_event(venue=None))
    assert "location" not in parse_qs(urlsplit(invites.google_link(registration)).query)
