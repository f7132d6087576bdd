"""What is done for many delegates at once: asked first, one by one, each result told."""

from dataclasses import replace

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.delegates.admin import acting
from registrations.models import Registration
from tests.factories import make_event, make_registration


@pytest.fixture
def act(organiser, page_of):
    def post(verb, *rows, **more):
        return organiser.post(page_of("act/"), {"verb": verb, "chosen": [row.pk for row in rows]} | more)

    return post


def told(response):
    return [(one.name, one.words) for one in response.context["outcomes"]]


def test_places_are_cancelled_only_when_confirmed(act, event):
    one, other = make_registration(event), make_registration(event)
    page = act("cancel", one, other).content.decode()
    assert ("Cancel these places?" in page, one.name in page, other.name in page) == (True, True, True)
    assert Registration.objects.filter(state="confirmed").count() == 2
    assert "Done for 2 of 2." in act("cancel", one, other, decided="yes").content.decode()
    assert Registration.objects.filter(state="cancelled").count() == 2
    assert AuditEntry.objects.filter(verb="registrations.cancel").count() == 2


def test_whoever_is_refused_comes_first_with_the_reason(act, event):
    waiting = make_registration(event, name="Waits", state="waiting")
    placed = make_registration(event, name="Placed")
    response = act("promote", waiting, placed, decided="yes", reason="Speaks for the tenants")
    assert told(response) == [
        ("Placed", "This delegate is not on the waiting list."),
        ("Waits", "Confirmed"),
    ]
    waiting.refresh_from_db()
    assert waiting.reason == "Speaks for the tenants"


@pytest.mark.parametrize("verb", ["promote", "decline"])
def test_a_decision_wants_its_reason(act, event, verb):
    waiting = make_registration(event, state="waiting")
    page = act(verb, waiting, decided="yes", reason=" ")
    assert (page.status_code, "Say why." in page.content.decode()) == (422, True)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_each_person_is_told_with_the_state_they_came_to(act, event):
    event.capacity = 1
    event.save()
    one, two = (make_registration(event, name=name, state="pending") for name in ("Ann", "Ben"))
    page = act("approve", one, two, decided="yes").content.decode()
    assert ("Confirmed" in page, "Number 1 in line" in page) == (True, True)
    three = make_registration(event, name="Cas", state="pending")
    page = act("decline", three, decided="yes", reason="Full").content.decode()
    assert "Declined by an organiser" in page


def test_an_offer_is_told_with_its_end(act, event, monkeypatch):
    waiting = make_registration(event, name="Waits", state="waiting")
    offered = make_registration(event, name="Asked", state="offered")
    asks = replace(acting.DECISIONS["cancel"], act=lambda *_, **__: offered)
    monkeypatch.setattr(acting, "DECISIONS", {"x": asks})
    page = act("x", waiting, decided="yes").content.decode()
    assert f"until {offered.offer_ends}" in page


def test_everybody_in_the_list_is_meant_and_named(act, event):
    make_registration(event, name="Ann", sector="local", state="pending")
    make_registration(event, name="Ben", sector="central", state="pending")
    response = act("approve", everybody="yes", filters="sector=local")
    assert [one.name for one in response.context["people"]] == ["Ann"]
    page = response.content.decode()
    assert f'name="chosen" value="{Registration.objects.get(name="Ann").pk}"' in page
    assert "delegates/?sector=local" in page


def test_nobody_chosen_is_told(act, event, page_of):
    response = act("cancel", filters="q=ann")
    assert response.headers["Location"] == page_of("?q=ann")
    assert "Choose somebody first" in str(response.wsgi_request._messages._queued_messages[0])


def test_too_many_at_once_are_told(act, event, monkeypatch):
    monkeypatch.setattr("dissemination.delegates.admin.acting.AT_ONCE", 1)
    response = act("cancel", make_registration(event), make_registration(event), decided="yes")
    assert response.status_code == 302
    assert Registration.objects.filter(state="confirmed").count() == 2


def test_what_nobody_knows_is_not_there(act, event):
    assert act("delete", make_registration(event)).status_code == 404


@pytest.mark.parametrize("chosen", ["x", "9" * 30])
def test_what_is_no_number_is_passed_over(organiser, page_of, chosen):
    assert organiser.post(page_of("act/"), {"verb": "cancel", "chosen": chosen}).status_code == 302


def test_a_foreign_delegate_is_passed_over(act):
    foreign = make_registration(make_event())
    act("cancel", foreign, decided="yes")
    foreign.refresh_from_db()
    assert foreign.state == "confirmed"
