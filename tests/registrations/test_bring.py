"""A delegate brings an interpreter or carer: a place, a seat beside them, and nothing left when they go."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from dissemination.core.verdicts import Refused
from dissemination.desk.services import day
from dissemination.groups import services as groups
from dissemination.messaging.models import Message
from registrations import services
from registrations.models import GroupPlace, Need, Registration, WorkshopSeat
from registrations.services.details import details_of
from tests.factories import DAY, make_event, make_registration, make_workshop
from tests.registrations.test_offers import opened, taken

pytestmark = pytest.mark.django_db

IRIS = {"name": "Iris Interpreter", "job_title": "Interpreter"}


@pytest.fixture
def event():
    return make_event(slug="works", capacity=10)


@pytest.fixture
def ann(event):
    return make_registration(event, name="Ann Example")


def bring(delegate, at, *, key=None, **values):
    companion = services.Companion(**IRIS | values)
    return services.bring(delegate, companion, form_key=key or uuid.uuid4(), at=at)


def test_they_have_a_place_and_sit_with_the_delegate(event, ann, at):
    make_workshop(event, groups=3).groups.update(max_size=4)
    for _ in range(6):
        make_registration(event)
    iris = bring(ann, at, name=" Iris  Interpreter ", dietary="No nuts")
    told = (iris.name, iris.job_title, iris.state, iris.mailbox, iris.person, iris.listing)
    assert told == ("Iris Interpreter", "Interpreter", "confirmed", "", None, "nobody")
    assert (taken(event), Need.objects.get().dietary) == (8, "No nuts")
    assert not Message.objects.exists()
    assert services.whom_they_are_with(iris) == ann
    groups.allocate(event, by=None, at=at, steps=50)
    mine, theirs = (GroupPlace.objects.get(registration=one).group for one in (ann, iris))
    assert mine == theirs
    assert {one.name: one.note for one in day.arrivals(event)}["Iris Interpreter"] == "With Ann Example"


def test_the_same_form_sent_twice_is_one_companion(event, ann, at):
    key = uuid.uuid4()
    assert bring(ann, at, key=key) == bring(ann, at, key=key)
    bob = make_registration(event, name="Bob")
    assert services.whom_they_are_with(bring(bob, at, key=key)) == bob
    assert event.registrations.there_for(ann).count() == 1


def test_who_may_bring_somebody(event, ann, at):
    online = make_registration(event)
    Registration.objects.filter(pk=online.pk).update(mode="online")
    waiting = make_registration(event, state="waiting")
    for delegate, words in ((online, "You take part online"), (waiting, "once you have a place")):
        with pytest.raises(Refused, match=words):
            bring(delegate, at)
    with pytest.raises(Refused, match="This event has begun"):
        bring(ann, event.starts_at)
    waiting.delete()
    bring(ann, at)
    with pytest.raises(Refused, match="iris interpreter comes with you already"):
        bring(ann, at, name="iris interpreter")
    bring(ann, at, name="Cara Carer")
    with pytest.raises(Refused, match="Two people come with you already"):
        bring(ann, at, name="Third")


def test_without_a_free_place_nobody_waits_and_the_organiser_is_named(event, ann, at):
    type(event).objects.filter(pk=event.pk).update(capacity=1)
    with pytest.raises(Refused, match="Every place at the event is taken"):
        bring(ann, at)
    assert (Registration.objects.count(), taken(event)) == (1, 1)


def test_they_go_where_the_delegate_goes_among_sessions_with_few_seats(event, ann, at):
    visit, clinic = (
        make_workshop(event, title=title, seats=seats, starts_at=DAY + timedelta(hours=hour))
        for hour, (title, seats) in enumerate((("Visit", 2), ("Clinic", 1)))
    )
    services.choose_workshops(ann, [clinic.pk], at=at)
    with pytest.raises(Refused, match="Every seat in “Clinic” is taken"):
        bring(ann, at)
    services.choose_workshops(ann, [], at=at)
    iris = bring(ann, at)
    with pytest.raises(Refused, match="“Clinic” has too few seats left: 1, and you need 2"):
        services.choose_workshops(ann, [clinic.pk], at=at)
    services.choose_workshops(ann, [visit.pk], at=at)
    assert set(WorkshopSeat.objects.values_list("registration", "session")) == {
        (ann.pk, visit.pk),
        (iris.pk, visit.pk),
    }
    cancelled = services.cancel(iris, at=at)
    assert (cancelled.state, WorkshopSeat.objects.count()) == ("cancelled", 1)
    bring(ann, at)
    assert WorkshopSeat.objects.filter(session=visit).count() == 2


def test_when_the_delegate_cancels_they_do_not_come_either(event, ann, at):
    iris, cara = bring(ann, at), bring(ann, at, name="Cara Carer")
    own = make_registration(event, name="Otto Own")
    event.keep_rules.create(kind="together", one=own, other=ann, is_companion=True)
    Registration.objects.filter(pk=cara.pk).update(state="attended")
    services.cancel(ann, at=at)
    states = dict(Registration.objects.values_list("name", "state"))
    assert states == {
        "Ann Example": "cancelled",
        iris.name: "cancelled",
        cara.name: "attended",
        "Otto Own": "confirmed",
    }


def test_when_the_delegate_hands_over_they_do_not_come_either(event, ann, at):
    iris = bring(ann, at)
    services.hand_over(ann, name="Ben Example", email="ben@example.org", at=at)
    iris.refresh_from_db()
    assert (iris.state, taken(event)) == ("cancelled", 1)


@pytest.fixture
def visitor(client, ann, at):
    with time_machine.travel(at, tick=False):
        opened(client, ann)
        yield client


def page_of(ann):
    return f"/place/{ann.code}/companion/"


def sent(client, ann, **values):
    key = client.get(page_of(ann)).context["form"]["form_key"].value()
    return client.post(page_of(ann), {"form_key": key} | IRIS | values)


def test_a_delegate_names_them_on_their_own_page_and_takes_them_away(visitor, ann, event):
    place = f"/place/{ann.code}/"
    assert page_of(ann) in visitor.get(place).content.decode()
    answer = sent(visitor, ann)
    assert (answer.status_code, answer.url) == (302, place)
    text = visitor.get(place).content.decode()
    for words in (
        "Iris Interpreter has a place, and sits with you in every workshop.",
        "Who comes with me",
        "Iris Interpreter, Interpreter",
        "Does not come",
    ):
        assert words in text
    iris = event.registrations.get(name="Iris Interpreter")
    [asks] = re.findall(r'href="([^"]*[?]gone=\d+)"', text)
    asked = visitor.get(asks).content.decode()
    assert ("Iris Interpreter does not come?" in asked, "Yes, give the place back" in asked) == (True, True)
    assert event.registrations.live().filter(pk=iris.pk).exists()
    for number in ("x", "0", "9" * 30, str(ann.pk)):
        assert visitor.post(page_of(ann), {"gone": number}).status_code == 404
        assert visitor.get(page_of(ann), {"gone": number}).status_code == 404
    assert visitor.post(page_of(ann), {"gone": iris.pk}).url == place
    text = visitor.get(place).content.decode()
    assert "Iris Interpreter has no place any more." in text
    assert "Who comes with me" not in text


def test_who_has_an_address_of_their_own_is_shown_and_not_taken_away(visitor, ann, event):
    own = make_registration(event, name="Otto Own")
    event.keep_rules.create(kind="together", one=own, other=ann, is_companion=True)
    text = visitor.get(f"/place/{ann.code}/").content.decode()
    assert "Otto Own" in text
    assert "Does not come" not in text
    assert visitor.post(page_of(ann), {"gone": own.pk}).status_code == 404


def test_what_is_missing_and_what_is_refused_is_said_on_the_form(visitor, ann, event):
    answer = sent(visitor, ann, name="", job_title="")
    assert answer.status_code == 422
    for words in ("Enter their name.", "Say what they are, for example “interpreter”."):
        assert words in answer.content.decode()
    type(event).objects.filter(pk=event.pk).update(capacity=1)
    answer = sent(visitor, ann)
    assert (
        answer.status_code,
        "Every place at the event is taken or waited for." in answer.content.decode(),
    ) == (
        422,
        True,
    )
    assert "Open this page again" in visitor.post(page_of(ann), IRIS).content.decode()


def test_who_may_not_bring_anybody_reads_why(visitor, ann):
    Registration.objects.filter(pk=ann.pk).update(mode="online")
    assert "You take part online." in visitor.get(page_of(ann)).content.decode()
    assert page_of(ann) not in visitor.get(f"/place/{ann.code}/").content.decode()


def test_nobody_is_brought_online(at):
    event = make_event(mode="both", capacity=5, online_capacity=1)
    ann = make_registration(event, name="Ann Example")
    iris = bring(ann, at)
    services.change(ann, replace(details_of(ann), mode="online"), at=at)
    iris.refresh_from_db()
    event.refresh_from_db()
    assert (iris.state, event.taken, event.online_taken) == ("cancelled", 0, 1)
