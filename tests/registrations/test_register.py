"""Registering: one place each, never one too many, and a mail that says which."""

import itertools
import uuid
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dissemination.accounts.models import AuditEntry, Person
from dissemination.core.verdicts import Refused
from dissemination.events.models import Organisation
from dissemination.messaging.models import Invitation, Message
from registrations import services
from registrations.models import Need, Registration
from registrations.services import Details
from registrations.services.details import _organisation_key
from tests.factories import (
    make_event,
    make_member,
    make_organisation,
    make_registration,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def sign_up(event, at, **values):
    number = uuid.uuid4()
    details = {"name": "Ann Example", "email": f"{number.hex[:8]}@example.org"} | values
    return services.register(event, Details(**details), form_key=number, at=at)


def test_a_delegate_gets_a_place_and_an_invitation(at):
    event = make_event(title="Spreading what works")
    registration = sign_up(event, at, email="ann@example.org", organisation="Northvale Borough Council")
    event.refresh_from_db()
    assert (registration.state, event.taken) == ("confirmed", 1)
    assert registration.person == Person.objects.get(email="ann@example.org")
    mail = Message.objects.get()
    assert (mail.kind, mail.method, mail.to_email) == ("confirmation", "REQUEST", "ann@example.org")
    assert mail.subject == "You have a place: Spreading what works"
    assert "Wednesday 11 March 2026, 09:30 to 16:30" in mail.text
    assert "/places/" in mail.text
    assert Invitation.objects.get().entry_key == f"registration:{registration.pk}:1"


def test_the_diary_shows_the_public_page_and_no_personal_link(at):
    event = make_event()
    sign_up(event, at)
    said = Message.objects.get().calendar.replace("\r\n ", "")
    assert f"URL:http://localhost:8000/events/{event.slug}/" in said.splitlines()
    assert "/places/" not in said
    assert "open the link in your mail" in said


def test_the_same_form_twice_is_one_registration_and_one_mail(at):
    event = make_event()
    details, key = Details(name="Ann Example", email="ann@example.org"), uuid.uuid4()
    first = services.register(event, details, form_key=key, at=at)
    assert services.register(event, details, form_key=key, at=at) == first
    event.refresh_from_db()
    assert (event.taken, Message.objects.count()) == (1, 1)


def test_the_same_form_for_somebody_else_is_another_registration(at):
    event, key = make_event(), uuid.uuid4()
    first = services.register(event, Details(name="Ann", email="ann@example.org"), form_key=key, at=at)
    other = Details(name="Ben", email="ben@example.org")
    second = services.register(event, other, form_key=key, at=at)
    assert second != first
    assert services.register(event, other, form_key=key, at=at) == second


def test_when_full_the_next_person_waits_and_is_told(at):
    event = make_event(capacity=1)
    sign_up(event, at)
    late = sign_up(event, at, email="late@example.org")
    assert late.state == "waiting"
    mail = Message.objects.get(to_email="late@example.org")
    assert (mail.kind, mail.method) == ("waiting", "")


def test_nobody_passes_those_who_wait(at):
    event = make_event(capacity=1)
    make_registration(event, state="waiting")
    assert sign_up(event, at).state == "waiting"


def test_online_places_are_counted_apart(at):
    event = make_event(mode="both", capacity=1, online_capacity=1)
    states = [sign_up(event, at, mode=mode).state for mode in ("online", "in_person", "online", "in_person")]
    event.refresh_from_db()
    assert states == ["confirmed", "confirmed", "waiting", "waiting"]
    assert (event.taken, event.online_taken) == (1, 1)


def test_the_joining_link_goes_to_confirmed_online_delegates_only(at):
    event = make_event(mode="both", online_capacity=1, joining_link="https://meet.example.org/room")
    for name, mode in (("online", "online"), ("room", "in_person"), ("waits", "online")):
        sign_up(event, at, email=f"{name}@example.org", mode=mode)
    told = {mail.to_email: "meet.example.org" in mail.text + mail.calendar for mail in Message.objects.all()}
    assert told == {"online@example.org": True, "room@example.org": False, "waits@example.org": False}


def test_a_place_that_is_not_offered_is_refused(at):
    with pytest.raises(Refused):
        sign_up(make_event(mode="in_person"), at, mode="online")


def test_a_known_address_changes_nothing_and_gets_its_link(at):
    event = make_event()
    first = sign_up(event, at, email="ann@example.org", name="Ann Example")
    again = sign_up(event, at, email="ANN@Example.org", name="Somebody Else")
    event.refresh_from_db()
    assert (again, again.name, event.taken) == (first, "Ann Example", 1)
    sign_up(event, at, email="ann@example.org")
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "confirmation",
        "already_registered",
    ]


@pytest.mark.parametrize(
    ("changes", "minutes", "mails"),
    [
        ({}, 2, 1),
        ({}, 11, 2),
        ({"name": "Ann Other"}, 2, 2),
        ({"access": "Ramp"}, 2, 2),
        ({"organisation": "Elsewhere"}, 2, 2),
    ],
)
def test_whoever_goes_back_and_sends_the_same_hears_once(at, changes, minutes, mails):
    event = make_event()
    told = {"email": "ann@example.org", "organisation": "Harbour Housing", "diets": ("vegan",)}
    first = sign_up(event, at, **told)
    assert sign_up(event, at + timedelta(minutes=minutes), **told | changes) == first
    assert Message.objects.count() == mails


def test_other_seats_or_answers_are_not_the_same(at):
    event = make_event()
    session = make_session(event, seats=5)
    details = Details(name="Ann Example", email="ann@example.org")
    register = partial(services.register, event, details, at=at)
    register(form_key=uuid.uuid4(), seats=[session.pk])
    register(form_key=uuid.uuid4(), seats=[session.pk])
    assert Message.objects.count() == 1
    register(form_key=uuid.uuid4())
    assert Message.objects.count() == 2


def test_whom_an_organiser_wrote_down_silently_gets_a_mail_when_they_register(at):
    event = make_event()
    details = Details(name="Ann Example", email="ann@example.org")
    register = partial(services.register, event, details, at=at)
    register(form_key=uuid.uuid4(), by=make_member(event), is_told=False)
    register(form_key=uuid.uuid4())
    assert [message.kind for message in Message.objects.all()] == ["already_registered"]


def test_somebody_who_cancelled_may_register_again_with_a_new_entry(at):
    event = make_event()
    first = sign_up(event, at, email="ann@example.org")
    services.cancel(first, at=at)
    second = sign_up(event, at, email="ann@example.org")
    assert second.state == "confirmed"
    assert Invitation.objects.values("uid").distinct().count() == 2


def test_the_database_keeps_one_live_place_per_person():
    event = make_event()
    first = make_registration(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            event=event, person=first.person, name="Again", state="waiting", registered_at=first.registered_at
        )


def test_the_database_keeps_one_registration_per_form():
    first = make_registration(make_event())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(first.event, form_key=first.form_key)


def test_a_contact_receives_the_mail_of_several_people(at):
    event = make_event()
    for name in ("Ann Example", "Ben Example"):
        sign_up(event, at, name=name, email="", contact_email="office@example.org")
    assert set(Message.objects.values_list("to_email", flat=True)) == {"office@example.org"}
    assert set(Registration.objects.values_list("person", flat=True)) == {None}


@pytest.mark.parametrize("typed", ["Information Commissioner's Office", "ico", "  ICO "])
def test_an_organisation_is_found_by_either_name(at, typed):
    ico = make_organisation("Information Commissioner's Office", short_name="ICO", sector="regulator")
    assert sign_up(make_event(), at, organisation=typed).organisation == ico


def test_a_new_organisation_is_made_and_a_merged_one_is_followed(at):
    event = make_event()
    new = sign_up(event, at, organisation="Harbour  Housing", sector="provider").organisation
    assert (new.name, new.sector) == ("Harbour Housing", "provider")
    new.merged_into = kept = make_organisation("Harbour Homes")
    new.save()
    assert sign_up(event, at, organisation="harbour housing").organisation == kept
    assert Organisation.objects.count() == 2


def test_a_new_organisation_is_looked_for_once_and_made(at, django_assert_num_queries):
    with django_assert_num_queries(5):  # by either name, by its own, and the new row in a savepoint
        number = _organisation_key(Details(name="Ann Example", organisation="Northvale", sector="local"))
    assert Organisation.objects.get().pk == number
    with django_assert_num_queries(1):
        assert _organisation_key(Details(name="Ben Example", organisation="northvale")) == number


def test_needs_are_kept_apart(at):
    registration = sign_up(make_event(), at, dietary="Vegan", features=("wheelchair", "bsl"))
    need = Need.objects.get(registration=registration)
    assert (need.dietary, need.features) == ("Vegan", ["bsl", "wheelchair"])
    mail = Message.objects.get()
    assert "Vegan" not in mail.text + mail.html + mail.calendar


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "published"}, "Registration has not opened yet. Come back soon."),
        (
            {"state": "closed"},
            "Registration has closed. Write to the organiser if you would still like to come.",
        ),
        ({"opens_at": "2026-03-03T09:00+00:00"}, "Registration opens on 3 March 2026, 09:00."),
        (
            {"closes_at": "2026-03-01T09:00+00:00"},
            "Registration has closed. Write to the organiser if you would still like to come.",
        ),
        ({"cancelled_at": "2026-03-01T09:00+00:00"}, "This event has been cancelled."),
        (
            {"starts_at": "2026-03-01T09:00+00:00", "ends_at": "2026-03-01T16:00+00:00"},
            "This event is over.",
        ),
    ],
)
def test_registration_is_refused_with_the_reason(at, values, reason):
    event = make_event(**values)
    with pytest.raises(Refused, match=reason):
        sign_up(event, at)


def test_an_organiser_registers_somebody_without_an_address_before_it_opens(at):
    event = make_event(state="draft")
    organiser = make_member(event)
    details = Details(name="Ann Example")
    registration = services.register(event, details, form_key=uuid.uuid4(), at=at, by=organiser)
    assert (registration.state, Message.objects.count()) == ("confirmed", 0)
    assert AuditEntry.objects.get().verb == "registrations.register"


def test_an_organiser_is_told_that_an_address_is_registered(at):
    event = make_event()
    known = make_registration(event)
    details = Details(name="Ann Example", email=known.email)
    with pytest.raises(Refused, match="registered already"):
        services.register(event, details, form_key=uuid.uuid4(), at=at, by=make_member(event))


def test_only_an_organiser_adds_people(at):
    event = make_event()
    with pytest.raises(Refused):
        services.register(
            event, Details(name="Ann"), form_key=uuid.uuid4(), at=at, by=make_member(event, "analyst")
        )


def test_many_at_once_never_oversell(at, at_once):
    event = make_event(capacity=4)
    at_once(lambda: [sign_up(event, at) for _ in range(2)], threads=5)
    event.refresh_from_db()
    assert event.taken == 4
    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["confirmed"] * 4 + ["waiting"] * 6


def _again(verb, rows):
    """Do it ten times to whoever stands first then, refused or not."""
    for one in itertools.chain.from_iterable(rows()[:1] for _ in range(10)):
        with suppress(Refused):
            verb(one)


@pytest.mark.slow
def test_places_given_back_and_given_by_hand_in_a_rush_are_never_one_too_many(at, at_once):
    event, organiser, turns = make_event(capacity=6), make_user(is_superuser=True), itertools.count()

    def register():
        for _ in range(8):
            sign_up(event, at)

    def cancel():
        _again(partial(services.cancel, at=at), event.registrations.holding_a_place)

    def promote():
        _again(
            partial(services.promote, by=organiser, at=at, reason="Speaks"),
            event.registrations.waiting().reverse,
        )

    works = [register, cancel, register, promote] * 3
    at_once(lambda: works[next(turns)](), threads=len(works))
    event.refresh_from_db()
    holding = event.registrations.exclude(state__in=("waiting", "cancelled")).count()
    assert (event.taken, event.registrations.count()) == (holding, 48)
    assert holding <= 6


def test_the_same_form_many_times_at_once_is_one_registration(at, at_once):
    event, key = make_event(), uuid.uuid4()
    details = Details(name="Ann Example", email="ann@example.org")
    at_once(lambda: services.register(event, details, form_key=key, at=at), threads=4)
    event.refresh_from_db()
    assert (event.taken, Registration.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_the_link_in_the_mail_opens_the_place(at, client):
    registration = sign_up(make_event(), at)
    link = next(line for line in Message.objects.get().text.splitlines() if "/places/" in line)
    answer = client.get(link.partition("localhost:8000")[2])
    assert answer.headers["Location"] == reverse("registrations:place", args=[registration.code])
