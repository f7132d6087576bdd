"""An event whose organiser decides who comes: approve, or decline with a reason; nobody is passed."""

import pytest
import time_machine

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.messaging.models import Message
from registrations import services
from registrations.models import Registration
from tests.factories import make_event, make_member, make_registration
from tests.registrations.test_offers import news, opened, states, taken
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(admission="approval", capacity=1, title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event)


def test_a_registration_that_awaits_approval_holds_no_place(at, event):
    ann = sign_up(event, at)
    assert (ann.state, taken(event), news()) == ("pending", 0, [("pending", "")])


def test_the_approved_delegate_gets_a_place_and_an_invitation(at, event, organiser):
    ann = sign_up(event, at)
    assert services.approve(ann, by=organiser, at=at).state == "confirmed"
    assert (taken(event), news()) == (1, [("pending", ""), ("approved", "REQUEST")])
    assert AuditEntry.objects.get().verb == "registrations.approve"
    with pytest.raises(Refused, match="does not await approval"):
        services.approve(ann, by=organiser, at=at)


def test_in_a_full_event_the_approved_delegate_waits(at, event, organiser):
    make_registration(event)
    ann = sign_up(event, at)
    assert services.approve(ann, by=organiser, at=at).state == "waiting"
    assert (taken(event), news()) == (1, [("pending", ""), ("approved_waiting", "")])


def test_whoever_is_declined_is_told_the_reason(at, event, organiser):
    ann = sign_up(event, at)
    services.decline(ann, reason="This day is for\nhousing teams", by=organiser, at=at)
    row = Registration.objects.get()
    assert (row.state, row.ending, row.reason) == (
        "cancelled",
        "declined",
        "This day is for housing teams",
    )
    assert "This day is for housing teams" in Message.objects.get(kind="declined").text
    with pytest.raises(Refused, match="does not await approval"):
        services.decline(ann, reason="Again", by=organiser, at=at)


def test_a_place_that_comes_free_is_not_for_those_who_await_approval(at, event):
    held = make_registration(event)
    sign_up(event, at)
    services.cancel(held, at=at)
    assert (states(event), taken(event)) == (["cancelled", "pending"], 0)


def test_an_organiser_needs_nobodys_approval(at, event, organiser):
    details = services.Details(name="Ann Example")
    key = "00000000-0000-4000-8000-000000000000"
    assert services.register(event, details, form_key=key, by=organiser, at=at).state == "confirmed"


def test_pages_and_links_say_where_they_stand(client, at, event, organiser):
    with time_machine.travel(at, tick=False):
        form = client.get(f"/events/{event.slug}/register/").content.decode()
        assert "An organiser decides who can come." in form
        assert "Ask for a place" in client.get(f"/events/{event.slug}/").content.decode()
        assert "<h1>Your registration awaits approval</h1>" in post(client, event).content.decode()
        ann = Registration.objects.get()
        address = opened(client, ann)
        text = client.get(address).content.decode()
        assert ("awaits approval" in text, "Withdraw my registration" in text) == (True, True)
        assert "Withdraw your registration?" in client.get(address + "cancel/").content.decode()
        services.decline(ann, reason="This day is for housing teams", by=organiser, at=at)
        text = client.get(address).content.decode()
    assert ("was declined" in text, "for housing teams" in text, "Register again" in text) == (
        True,
        True,
        False,
    )


def test_a_known_address_sees_what_a_new_one_would_see(client, at, event):
    make_registration(event, email="ann@example.org")
    with time_machine.travel(at, tick=False):
        assert "awaits approval" in post(client, event, email="ann@example.org").content.decode()
    assert Registration.objects.count() == 1


def test_organisers_decide_in_their_list(client, at, event, organiser):
    rows = [sign_up(event, at) for _ in range(3)]
    client.force_login(organiser)
    path = f"/admin/event/{event.slug}/"

    def act(verb, *chosen, **more):
        told = {"verb": verb, "chosen": [row.pk for row in chosen]} | more
        return client.post(f"{path}delegates/act/", told).content.decode()

    with time_machine.travel(at, tick=False):
        assert "3 to decide" in client.get(path).content.decode()
        assert "Approve these registrations?" in act("approve", *rows[:2])
        assert "Done for 2 of 2." in act("approve", *rows[:2], decided="yes")
        assert "in your words" in act("decline", rows[2])
        assert "Done for 1 of 1." in act("decline", rows[2], decided="yes", reason="Full")
    assert states(event) == ["confirmed", "waiting", "cancelled"]


def test_an_event_by_invitation_has_no_form_for_strangers(client, at):
    event = make_event(admission="invitation")
    with time_machine.travel(at, tick=False):
        assert (
            "This event is by invitation." in client.get(f"/events/{event.slug}/register/").content.decode()
        )
        assert "By invitation:" in client.get(f"/events/{event.slug}/").content.decode()
        assert post(client, event).status_code == 409
    assert Event.objects.get().registrations.count() == 0


@pytest.mark.parametrize("admission", ["invitation", "approval"])
def test_whoever_is_invited_has_a_place_at_once(at, admission):
    event = make_event(admission=admission)
    details = services.Details(name="Ann Example", email="ann@example.org")
    key = "00000000-0000-4000-8000-000000000000"
    assert services.register(event, details, form_key=key, at=at, is_invited=True).state == "confirmed"
