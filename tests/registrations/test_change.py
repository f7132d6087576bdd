"""Changing answers: told once, and the diary follows when the place has moved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Invitation, Message
from registrations import services
from registrations.models import Need, Registration
from registrations.services.details import details_of
from tests.factories import make_event, make_member, make_registration
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db


def with_new(registration, **answers):
    return replace(details_of(registration), **answers)


def news():
    return [(mail.to_email, mail.kind, mail.method) for mail in Message.objects.order_by("pk")[1:]]


def test_new_answers_are_kept_and_told_without_a_new_diary_entry(at):
    registration = sign_up(make_event(), at, email="ann@example.org", dietary="Vegan")
    services.change(registration, with_new(registration, job_title="Adviser", dietary=""), at=at)
    assert Registration.objects.get().job_title == "Adviser"
    assert Need.objects.count() == 0
    assert news() == [("ann@example.org", "changed", "")]


def test_the_same_answers_again_tell_nobody(at):
    registration = sign_up(make_event(), at, features=("wheelchair",))
    services.change(registration, with_new(registration), at=at)
    assert news() == []


def test_moving_online_frees_the_room_and_updates_the_diary(at):
    event = make_event(mode="both", capacity=1, online_capacity=1)
    registration = sign_up(event, at, email="ann@example.org")
    waiting = sign_up(event, at + timedelta(minutes=1), email="ben@example.org")
    services.change(registration, with_new(registration, mode="online"), at=at + timedelta(hours=1))
    event.refresh_from_db()
    assert (event.taken, event.online_taken) == (1, 1)
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert news()[1:] == [
        ("ann@example.org", "changed", "REQUEST"),
        ("ben@example.org", "offered", ""),
    ]
    assert Invitation.objects.get(entry_key=f"registration:{registration.pk}:1").sequence == 1


def test_nobody_moves_to_where_every_place_is_taken(at):
    event = make_event(mode="both", online_capacity=0)
    registration = sign_up(event, at)
    with pytest.raises(Refused, match="Every place there is taken"):
        services.change(registration, with_new(registration, mode="online"), at=at)


def test_somebody_who_waits_may_wait_for_the_other_kind_of_place(at):
    event = make_event(mode="both", capacity=0, online_capacity=1)
    registration = sign_up(event, at)
    services.change(registration, with_new(registration, mode="online"), at=at)
    registration.refresh_from_db()
    assert registration.state == "offered"


def test_a_new_address_from_an_organiser_gets_its_own_entry_and_link(at):
    event = make_event()
    registration = sign_up(event, at, email="typo@example.org")
    details = with_new(registration, email="ann@example.org")
    changed = services.change(registration, details, at=at, by=make_member(event))
    assert changed.code != registration.code
    assert changed.person.email == "ann@example.org"
    assert news() == [
        ("typo@example.org", "readdressed", "CANCEL"),
        ("ann@example.org", "confirmation", "REQUEST"),
    ]
    assert AuditEntry.objects.get().verb == "registrations.change"


def test_a_waiting_delegate_with_a_new_address_is_told_there_that_they_wait(at):
    event = make_event(capacity=0)
    registration = sign_up(event, at, email="typo@example.org")
    details = with_new(registration, email="", contact_email="office@example.org")
    assert services.change(registration, details, at=at, by=make_member(event)).person is None
    assert news()[1:] == [("office@example.org", "waiting", "")]


def test_an_address_that_is_registered_already_is_refused(at):
    event = make_event()
    registration, other = sign_up(event, at), make_registration(event)
    details = with_new(registration, email=other.email)
    with pytest.raises(Refused, match="registered already"):
        services.change(registration, details, at=at, by=make_member(event))


def test_a_cancelled_place_is_not_changed(at):
    registration = make_registration(make_event(), state="cancelled")
    with pytest.raises(Refused, match="Register again"):
        services.change(registration, with_new(registration, name="Other"), at=at)


def test_only_organisers_change_for_somebody_else(at):
    event = make_event()
    registration = make_registration(event)
    with pytest.raises(Refused):
        services.change(
            registration, with_new(registration, name="Other"), at=at, by=make_member(event, "desk")
        )


def test_needs_that_were_told_by_telephone_are_written_down(at):
    ann = make_registration(make_event())
    need = Need(registration=ann, dietary="Vegan")
    assert services.save_need(need, by=make_member(ann.event), at=at).pk
    assert details_of(ann).dietary == "Vegan"
