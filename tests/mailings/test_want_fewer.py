"""A delegate chooses to get only what concerns their own place."""

import pytest
from django.urls import reverse

from dissemination.mailings import audiences, services
from dissemination.mailings.models import Objection, SpeakersObjection
from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from registrations import emails
from registrations import services as places
from registrations.invites import place_link, reader_key
from speakers.invites import speaking_link
from tests.factories import make_appearance, make_event, make_registration, make_session
from tests.mailings.conftest import sent

pytestmark = pytest.mark.django_db


def test_whoever_wants_fewer_gets_no_message_to_many_and_what_concerns_their_place(
    mailing, three, organiser, at, play
):
    services.want_fewer(three[1], at=at)
    services.want_fewer(three[1], at=at)
    assert [reader.name for reader in audiences.shown(mailing)] == ["Ann", "Cat"]
    assert audiences.count(mailing) == (2, 0)
    services.plan(mailing, by=organiser, at=at)
    now = play(12)
    emails.send_cancelled(three[1], at=now)
    play(1)
    assert sent() == ["Ann", "Cat"]
    assert list(Message.objects.filter(to_name="Ben").values_list("kind", "state")) == [("cancelled", "sent")]


def test_what_waits_to_leave_does_not_leave_and_that_of_another_event_does(
    mailing, three, organiser, event, at
):
    elsewhere = make_event(title="Another day")
    mine = outbox.Recipient(three[1].email, "Ben")
    letter = texts.Letter("Hello", "Hello.", "")
    for where in (event, elsewhere):
        copies = [outbox.Copy(letter, f"mailing:{where.pk}:{reader_key(three[1])}", mine, at)]
        outbox.post_many(copies, kind="mailing 1", event=where)
    services.want_fewer(three[1], at=at)
    states = Message.objects.order_by("pk").values_list("event", "state")
    assert list(states) == [(event.pk, "cancelled"), (elsewhere.pk, "queued")]


def test_whoever_shares_the_address_keeps_their_mail(three, event, at):
    pair = [make_registration(event, name=name, email="", contact_email="pa@example.org") for name in "AB"]
    letter = texts.Letter("Hello", "Hello.", "")
    copies = [
        outbox.Copy(letter, f"mailing:1:{reader_key(one)}", outbox.Recipient(one.mailbox), at) for one in pair
    ]
    outbox.post_many(copies, kind="mailing 1", event=event)
    services.want_fewer(pair[0], at=at)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]


@pytest.mark.parametrize("state", ["queued", "held"])
def test_a_copy_that_has_not_left_is_taken_back_with_the_place(three, event, at, state):
    letter = texts.Letter("Hello", "Hello.", "")
    copies = [
        outbox.Copy(letter, f"mailing:1:{reader_key(one)}", outbox.Recipient(one.mailbox), at)
        for one in three
    ]
    outbox.post_many(copies, kind="mailing 1", event=event)
    Message.objects.update(state=state)
    type(event).objects.update(handover_until=event.starts_at)
    places.cancel(three[0], at=at)
    places.hand_over(three[1], name="Eve", email="eve@example.org", at=at)
    copies = Message.objects.filter(kind="mailing 1").order_by("pk")
    assert list(copies.values_list("state", flat=True)) == ["cancelled", "cancelled", state]


def test_it_can_be_taken_back(mailing, three, at):
    services.want_fewer(three[0], at=at)
    services.want_all(three[0])
    assert len(audiences.shown(mailing)) == 3


def test_the_speakers_of_the_event_are_not_meant(mailing, three, event, at):
    make_appearance(make_session(event))
    services.want_fewer(three[0], at=at)
    mailing.audience = "speakers"
    assert len(audiences.shown(mailing)) == 1


def test_it_is_chosen_at_ones_place_by_a_press(client, three, mailing):
    client.get(place_link(three[0]), follow=True)
    place = reverse("registrations:place", args=[three[0].code])
    page = reverse("mailings:fewer", args=[three[0].code])
    assert page in client.get(place).content.decode()
    assert "Fewer mails about this event?" in client.get(page).content.decode()
    assert not Objection.objects.exists()
    said = client.post(page, {"fewer": "yes"}, follow=True).content.decode()
    assert "You get only what concerns your own place from now on." in said
    assert str(Objection.objects.get()) == str(three[0].pk)
    assert "Every mail about this event again?" in client.get(page).content.decode()
    assert (
        "every message of this event again" in client.post(page, {"all": "yes"}, follow=True).content.decode()
    )
    assert not Objection.objects.exists()


def test_the_page_of_messages_says_how_many_want_fewer(client, three, event, organiser, at):
    client.force_login(organiser)
    address = reverse("mailings:overview", args=[event.slug])
    assert "want only what concerns their own place" not in client.get(address).content.decode()
    services.want_fewer(three[0], at=at)
    services.want_fewer(three[1], at=at)
    assert "2 people want only what concerns their own place" in client.get(address).content.decode()


@pytest.fixture
def talk(event):
    return make_appearance(make_session(event))


def test_whoever_speaks_wants_fewer_and_gets_what_they_owe_all_the_same(mailing, event, talk, at):
    for audience in ("speakers", "helping"):
        letter = texts.Letter("Hello", "Hello.", "")
        to = outbox.Recipient(talk.speaker.email)
        outbox.post_many([outbox.Copy(letter, f"copy:{audience}", to, at)], kind="mailing 1", event=event)
    services.speaker_wants_fewer(talk, at=at)
    services.speaker_wants_fewer(talk, at=at)
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    mailing.audience = "speakers"
    assert audiences.shown(mailing) == []
    talk.slides_due_at = at
    talk.save()
    mailing.audience = "owing"
    assert len(audiences.shown(mailing)) == 1
    services.speaker_wants_all(talk)
    mailing.audience = "speakers"
    assert len(audiences.shown(mailing)) == 1


def test_whoever_has_no_address_may_want_fewer_as_well(talk, at):
    talk.speaker.email = ""
    services.speaker_wants_fewer(talk, at=at)
    assert str(SpeakersObjection.objects.get()) == str(talk.speaker_id)


def test_a_speaker_chooses_it_on_a_page_by_a_press(client, talk, event, organiser):
    portal = client.get(speaking_link(talk), follow=True).content.decode()
    page = reverse("mailings:fewer_speaking", args=[talk.code])
    assert page in portal
    assert "Fewer mails about this event?" in client.get(page).content.decode()
    said = client.post(page, {"fewer": "yes"}, follow=True).content.decode()
    assert "You get only what concerns your own part from now on." in said
    assert "Every mail about this event again?" in client.get(page).content.decode()
    client.force_login(organiser)
    overview = reverse("mailings:overview", args=[event.slug])
    assert "1 person who speaks or helps wants only" in client.get(overview).content.decode()
    assert "every message" in client.post(page, {"all": "yes"}, follow=True).content.decode()
    assert not SpeakersObjection.objects.exists()
