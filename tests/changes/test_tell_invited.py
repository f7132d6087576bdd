"""Whoever is invited and has not answered, or holds places for an organisation, hears of a change once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dissemination.changes import services
from dissemination.guests import services as guests
from dissemination.guests.links import invitation_link
from dissemination.guests.services import Named
from dissemination.messaging.models import Addressee, Message
from registrations import services as places
from registrations.invites import allotment_link
from registrations.models import Allotment
from tests.factories import DAY, make_member, make_organisation, make_registration, make_venue

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=7)


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def gale(event, organiser, at):
    """Somebody who is invited and has not answered."""
    guest = guests.add(event, Named("Gale Guest", "gale@example.org"), by=organiser, at=at)
    guests.invite(event, by=organiser, at=at)
    guest.refresh_from_db()
    return guest


@pytest.fixture
def held(event, organiser, at):
    """Two places that are held for an organisation until two days before the event."""
    contact = {"contact_name": "Hal Holder", "contact_email": "hal@example.org"}
    two = Allotment(event=event, organisation=make_organisation(), places=2, **contact)
    two.returns_at = DAY - timedelta(days=2)
    return places.hold(two, by=organiser, at=at)


def told(news):
    return {mail.to_email: mail.text for mail in Message.objects.filter(kind=f"invited_{news}")}


def test_a_move_is_told_with_the_same_link_and_held_places_go_back_as_much_later(
    event, gale, held, organiser, at
):
    follows = event.allotments.create(organisation=make_organisation(), places=1)
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 2
    texts = told("changed")
    assert sorted(texts) == ["gale@example.org", "hal@example.org"]
    for text in texts.values():
        assert "- Wednesday 18 March 2026, 09:30 to 16:30\n- Harbour Hall, Northvale\n" in text
    assert f"Say yes or no:\n{invitation_link(gale)}" in texts["gale@example.org"]
    assert f"Take a place:\n{allotment_link(held)}" in texts["hal@example.org"]
    held.refresh_from_db()
    follows = Allotment.objects.get(pk=follows.pk)
    assert (held.returns_at, follows.goes_back_at) == (LATER - timedelta(days=2), LATER)


def test_a_new_place_is_told_once_when_changes_are_published_and_other_news_is_not(
    event, gale, held, organiser, at
):
    event.title = "Sharing more"
    event.save()
    assert services.publish_changes(event, by=organiser, at=at) == 0
    event.venue = make_venue(name="Canal House")
    event.save()
    assert [services.publish_changes(event, by=organiser, at=at) for _ in range(2)] == [2, 0]
    assert "- Canal House, Northvale" in told("changed")["gale@example.org"]


def test_calling_off_is_told_with_the_reason(event, gale, held, organiser, at):
    assert services.who_hears(event).people == 2
    assert services.cancel_event(event, reason="The hall has flooded.", by=organiser, at=at) == 2
    assert {"The hall has flooded." in text for text in told("called_off").values()} == {True}
    assert sorted(told("called_off")) == ["gale@example.org", "hal@example.org"]


@pytest.mark.parametrize("verb", ["cancel", "move"])
def test_nobody_is_told_who_answered_is_registered_never_heard_of_it_or_cannot_be_reached(
    event, organiser, delegate, at, verb
):
    people = {"no": {"answer": "declined", "answered_at": at}, "ann": {}, "listed": {"invited_at": None}}
    for name, values in ({"gone": {}} | people).items():
        event.guests.create(**{"name": name, "email": f"{name}@example.org", "invited_at": at} | values)
    Addressee.objects.create(email="gone@example.org", unreachable_at=at)
    if verb == "cancel":
        services.cancel_event(event, reason="Snow", by=organiser, at=at)
    else:
        services.move_event(event, starts_at=LATER, by=organiser, at=at)
    assert [mail.to_email for mail in Message.objects.all()] == [delegate.email]


def test_one_person_gets_one_mail(event, gale, organiser, delegate, at):
    event.guests.create(name="Same", email="hal@example.org", told_at=at)
    for contact in ("hal@example.org", delegate.email):
        Allotment.objects.create(
            event=event, organisation=make_organisation(), places=1, contact_email=contact, returns_at=DAY
        )
    services.cancel_event(event, reason="Snow", by=organiser, at=at)
    addresses = list(Message.objects.exclude(kind="invitation").values_list("to_email", flat=True))
    assert sorted(addresses) == [delegate.email, "gale@example.org", "hal@example.org"]


def test_who_was_told_the_date_of_a_draft_hears_that_it_moves(event, organiser, at):
    event.state = "draft"
    event.save()
    guests.add(event, Named("Gale Guest", "gale@example.org"), by=organiser, at=at)
    guests.save_the_date(event, by=organiser, at=at)
    make_registration(event)
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 1
    assert "I cannot come:" in told("changed")["gale@example.org"]


def test_an_invitation_that_goes_out_after_the_move_tells_of_it(event, gale, organiser, at):
    event.starts_at, event.ends_at = LATER, LATER + timedelta(hours=7)
    event.save()
    guests.invite_again(gale, by=organiser, at=at + timedelta(hours=2))
    assert services.publish_changes(event, by=organiser, at=at) == 0


def test_the_page_that_asks_counts_them(client, event, gale, delegate, organiser, time_machine, at):
    time_machine.move_to(at, tick=False)
    client.force_login(organiser)
    page = client.get(reverse("admin:ask", args=[event.slug, "cancel"])).content.decode()
    assert "2 people are told." in page
