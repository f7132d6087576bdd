"""Handing a place to a colleague: one place, two mails, two diaries, and an old link that tells."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.core import middleware
from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Invitation, Message
from registrations import services
from registrations.models import GroupPlace, Registration
from tests.factories import (
    DAY,
    make_event,
    make_organisation,
    make_place,
    make_registration,
    make_workshop,
)
from tests.registrations.test_offers import opened, states, taken
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db

BEN = {"name": "Ben Example", "email": "ben@example.org"}


def test_the_colleague_has_the_place_and_both_diaries_are_right(at):
    event = make_event(capacity=1, title="Sharing day")
    ann = sign_up(event, at, organisation="Harbour Housing", dietary="Vegan", news=True, listing="public")
    ben = services.hand_over(ann, name=" Ben  Example", email="BEN@example.org", at=at)
    assert (states(event), taken(event)) == (["transferred", "confirmed"], 1)
    told = (ben.name, ben.email, ben.organisation.name, ben.news, ben.listing, hasattr(ben, "need"))
    assert told == ("Ben Example", "ben@example.org", "Harbour Housing", False, "nobody", False)
    mails = Message.objects.order_by("pk").values_list("kind", "method", "to_email")[1:]
    assert list(mails) == [
        ("handed_over", "CANCEL", ann.email),
        ("handed_to_you", "REQUEST", "ben@example.org"),
    ]
    assert "Ann Example cannot come to “Sharing day”" in Message.objects.get(kind="handed_to_you").text
    assert Invitation.objects.values("uid").distinct().count() == 2
    assert Invitation.objects.standing().get().entry_key == f"registration:{ben.pk}:1"


def test_sent_twice_it_is_handed_over_once(at):
    event = make_event()
    ann = sign_up(event, at)
    first = services.hand_over(ann, **BEN, at=at)
    assert services.hand_over(ann, **BEN, at=at) == first
    with pytest.raises(Refused, match="Only a place that is yours"):
        services.hand_over(ann, name="Cleo", email="cleo@example.org", at=at)
    assert (Registration.objects.count(), Message.objects.count()) == (2, 3)


def test_the_seats_in_the_groups_go_with_the_place(at):
    event = make_event()
    ann = make_registration(event, organisation=make_organisation())
    make_place(ann, make_workshop(event, groups=1).groups.get(), is_pinned=True)
    ben = services.hand_over(ann, **BEN, at=at)
    assert GroupPlace.objects.get().registration == ben


@pytest.mark.parametrize("state", ["waiting", "offered", "pending"])
def test_a_colleague_who_waits_gets_the_place_on_their_own_registration(at, state):
    event = make_event(mode="both", capacity=2, online_capacity=1)
    ann = make_registration(event, mode="online")
    ben = make_registration(event, state=state, email="ben@example.org", name="Ben Own")
    next_one = make_registration(event, state="waiting")
    taker = services.hand_over(ann, **BEN, at=at)
    event.refresh_from_db()
    assert (taker.pk, taker.name, taker.state, taker.mode) == (ben.pk, "Ben Own", "confirmed", "online")
    next_one.refresh_from_db()
    assert (next_one.state, event.taken, event.online_taken) == ("offered", 1, 1)


def test_a_colleague_with_a_place_keeps_it_and_the_other_goes_to_whoever_waits(at):
    event = make_event(capacity=3, title="Sharing day")
    ben = sign_up(event, at, email="ben@example.org")
    givers = [sign_up(event, at, name=name) for name in ("Ann", "Cleo")]
    waits = [make_registration(event, state="waiting") for _ in givers]
    make_place(givers[0], make_workshop(event, groups=1).groups.get())
    for giver in givers:
        assert [services.hand_over(giver, **BEN, at=at) for _ in range(2)] == [ben, ben]
        giver.refresh_from_db()
        assert (giver.state, giver.handed_to) == ("transferred", ben)
    for one in (ben, *waits):
        one.refresh_from_db()
    assert (ben.state, [one.state for one in waits], taken(event)) == ("confirmed", ["offered"] * 2, 3)
    assert not GroupPlace.objects.exists()
    told = list(Message.objects.filter(kind="has_place_already").values_list("to_email", "method"))
    assert told == [("ben@example.org", "")] * 2
    assert "You have one already" in Message.objects.filter(kind="has_place_already").first().text


def test_nobody_hands_a_place_to_themselves(at):
    ann = make_registration(make_event())
    with pytest.raises(Refused, match="This is your own address"):
        services.hand_over(ann, name="Ann", email=ann.email, at=at)


def test_the_giver_reads_the_same_whether_or_not_the_colleague_is_registered(client, at):
    event = make_event(title="Sharing day")
    make_registration(event, email="ben@example.org")
    read = []
    for email in ("ben@example.org", "new@example.org"):
        giver = sign_up(event, at, name="Ann", email=f"giver-of-{email}")
        with time_machine.travel(at, tick=False):
            address = opened(client, giver)
            page = client.post(address + "hand-over/", {"name": "B", "email": email}, follow=True)
            again = client.post(address + "hand-over/", {"name": "B", "email": email}, follow=True)
        mail = Message.objects.get(kind="handed_over", to_email=giver.email)
        texts = (page.content.decode(), again.content.decode(), mail.text)
        read.append([text.replace(giver.code, "").replace(giver.email, "") for text in texts])
    assert read[0] == read[1]
    assert "You have handed this place over" in read[0][0]


@pytest.mark.usefixtures("few")
def test_addresses_are_not_tried_one_after_another(client, at):
    giver = sign_up(make_event(), at)
    with time_machine.travel(at, tick=False):
        address = opened(client, giver)
        sent = [client.post(address + "hand-over/", {"email": ""}).status_code for _ in range(4)]
    assert sent == [422, 422, 422, 429]


@pytest.fixture
def few(monkeypatch):
    """Three forms in a minute are as many as a stranger may send."""
    monkeypatch.setattr(middleware, "SENT_BY_STRANGERS", 3)


@pytest.mark.parametrize(
    ("values", "state", "moment", "reason"),
    [
        ({}, "waiting", None, "Only a place that is yours"),
        ({}, "attended", DAY, "Only a place that is yours"),
        ({}, "confirmed", DAY, "until Wednesday 11 March 2026, 09:30"),
        ({"handover_until": DAY - timedelta(days=2)}, "confirmed", DAY - timedelta(days=1), "9 March"),
        ({"cancelled_at": DAY - timedelta(days=3)}, "confirmed", None, "cancelled"),
    ],
)
def test_handing_over_is_refused_with_the_reason(at, values, state, moment, reason):
    ann = make_registration(make_event(**values), state=state)
    with pytest.raises(Refused, match=reason):
        services.hand_over(ann, **BEN, at=moment or at)


def test_it_is_done_on_a_page_of_its_own(client, at):
    ann = sign_up(make_event(title="Sharing day"), at)
    with time_machine.travel(at, tick=False):
        address = opened(client, ann)
        assert "Hand it to a colleague" in client.get(address).content.decode()
        assert "Hand my place to a colleague" in client.get(address + "hand-over/").content.decode()
        page = client.post(address + "hand-over/", {"name": "", "email": "ben"})
        assert (page.status_code, set(page.context["form"].errors)) == (422, {"name", "email"})
        page = client.post(address + "hand-over/", {"name": "Ann", "email": ann.email})
        assert (page.status_code, "This is your own address" in page.content.decode()) == (422, True)
        text = client.post(address + "hand-over/", BEN, follow=True).content.decode()
        assert "You have handed this place over" in text
        again = client.get(address + "hand-over/", follow=True).content.decode()
        assert "You have handed this place over" in again
        waiting = make_registration(ann.event, state="waiting")
        page = client.get(opened(client, waiting) + "hand-over/")
        assert "Only a place that is yours" in page.content.decode()


def test_the_old_link_says_what_happened_and_names_nobody(client, at):
    ann = sign_up(make_event(), at)
    old = Message.objects.get().text.split("/places/")[1].split("/")[0]
    services.hand_over(ann, **BEN, at=at)
    page = client.get(f"/places/{old}/")
    assert (page.status_code, "You have handed this place over" in page.content.decode()) == (410, True)
    assert "Ben Example" not in page.content.decode()
