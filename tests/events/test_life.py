"""The life of an event: draft, published, open, closed, held, reported."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.events import policies, services
from dissemination.events.models import Event
from tests.factories import DAY, make_event, make_member, make_registration, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    event = make_event(state="draft")
    make_session(event)
    return event


def test_an_event_lives_from_draft_to_report(draft, at):
    by = make_member(draft)
    states = [
        services.publish(draft, by=by, at=at).state,
        services.open_registration(draft, by=by, at=at).state,
        services.close_registration(draft, by=by, at=at).state,
        services.open_registration(draft, by=by, at=at).state,
        services.mark_held(draft, by=by, at=DAY + timedelta(hours=8)).state,
        services.mark_reported(draft, by=by, at=DAY + timedelta(days=9)).state,
    ]
    assert states == ["published", "open", "closed", "open", "held", "reported"]
    verbs = list(AuditEntry.objects.about_event(draft.pk).values_list("verb", flat=True))
    assert verbs == ["report", "hold", "open", "close", "open", "publish"]


@pytest.mark.parametrize(
    ("values", "todo"),
    [
        ({"aims": ""}, "Say what the event is for, under aims."),
        ({"venue": None}, "Choose the venue."),
        ({"mode": "both", "online_capacity": 5}, "Enter the joining link for people online."),
        ({"mode": "online", "joining_link": "https://example.org/"}, "Say how many can take part online."),
        ({"capacity": 0}, "Say how many places there are."),
        ({"contact_email": ""}, "Enter a contact e-mail address that somebody reads."),
    ],
)
def test_an_event_is_not_published_before_readers_can_use_it(values, todo, at):
    event = make_event(**{"state": "draft"} | values)
    make_session(event)
    with pytest.raises(Refused, match=todo):
        services.publish(event, by=make_member(event), at=at)


def test_an_event_without_a_programme_is_not_published(at):
    event = make_event(state="draft")
    with pytest.raises(Refused, match="Put at least one session into the programme"):
        services.publish(event, by=make_member(event), at=at)


def test_an_online_event_needs_no_venue(at):
    event = make_event(
        state="draft",
        mode="online",
        venue=None,
        capacity=0,
        online_capacity=9,
        joining_link="https://example.org",
    )
    make_session(event)
    assert services.publish(event, by=make_member(event), at=at).state == "published"


def test_a_publisher_publishes_and_does_not_open_registration(draft, at):
    by = make_member(draft, "publisher")
    services.publish(draft, by=by, at=at)
    with pytest.raises(Refused, match="Only the event's organisers may do this"):
        services.open_registration(draft, by=by, at=at)


@pytest.mark.parametrize("role", ["analyst", "desk", "welfare"])
def test_other_roles_do_not_publish(role, draft, at):
    with pytest.raises(Refused, match="Only organisers and publishers may publish"):
        services.publish(draft, by=make_member(draft, role), at=at)


@pytest.mark.parametrize(
    ("state", "verb", "reason"),
    [
        ("published", services.publish, "This event is published already."),
        ("open", services.withdraw, "Only an event that never took registrations can go back."),
        ("draft", services.open_registration, "Publish the event first. Then registration can open."),
        ("published", services.close_registration, "Registration is not open."),
        ("draft", services.mark_held, "Publish the event first: only then can it be held."),
        ("open", services.mark_reported, "Mark the event as held first."),
    ],
)
def test_a_step_out_of_turn_is_refused(state, verb, reason, draft, at):
    Event.objects.update(state=state)
    with pytest.raises(Refused, match=reason):
        verb(draft, by=make_member(draft), at=at)


def test_a_cancelled_event_goes_nowhere(draft, at):
    Event.objects.update(cancelled_at=at)
    with pytest.raises(Refused, match="This event has been cancelled"):
        services.publish(draft, by=make_member(draft), at=at)


def test_a_published_event_goes_back_to_draft(draft, at):
    Event.objects.update(state="published")
    assert services.withdraw(draft, by=make_member(draft), at=at).state == "draft"


def test_an_event_that_people_registered_for_does_not_go_back(draft, at):
    Event.objects.update(state="published")
    make_registration(Event.objects.get(), state="cancelled")
    with pytest.raises(Refused, match="Cancel or postpone the event instead: that tells them"):
        services.withdraw(draft, by=make_member(draft), at=at)


def test_registration_does_not_open_after_the_event(draft):
    Event.objects.update(state="published")
    with pytest.raises(Refused, match="The event is over"):
        services.open_registration(draft, by=make_member(draft), at=draft.ends_at)


def test_an_event_is_not_held_before_it_starts(draft, at):
    Event.objects.update(state="closed")
    with pytest.raises(Refused, match="The event has not started yet"):
        services.mark_held(draft, by=make_member(draft), at=at)


def test_all_that_is_missing_is_named_at_once():
    event = make_event(venue=None, aims="", contact_email="")
    assert len(policies.missing_for_publication(event)) == 4


def test_an_administrator_may_take_every_step(draft, at):
    assert services.publish(draft, by=make_user(is_superuser=True), at=at).state == "published"
