"""The desk's verbs: here, not here, walked in, did not come."""

import uuid
from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.desk import services
from dissemination.messaging.models import Message
from registrations import services as registrations
from registrations.models import Need, Registration
from registrations.services import Companion, Details
from tests.factories import DAY, make_event, make_member, make_registration

pytestmark = pytest.mark.django_db

MORNING = DAY - timedelta(minutes=30)


@pytest.fixture
def event():
    return make_event(capacity=2)


@pytest.fixture
def desk(event):
    return make_member(event, "desk")


def test_a_delegate_is_checked_in_once(event, desk):
    registration = make_registration(event)
    services.check_in(registration, by=desk, at=MORNING)
    again = services.check_in(registration, by=desk, at=DAY)
    assert (again.state, again.checked_in_at, again.checked_in_by) == ("attended", MORNING, desk)
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["desk.check_in"]


def test_a_check_in_can_be_undone(event, desk):
    registration = services.check_in(make_registration(event), by=desk, at=MORNING)
    undone = services.undo_check_in(registration, by=desk, at=MORNING)
    assert (undone.state, undone.checked_in_at, undone.checked_in_by) == ("confirmed", None, None)
    with pytest.raises(Refused, match="not checked in"):
        services.undo_check_in(registration, by=desk, at=MORNING)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("cancelled", "This place was cancelled."),
        ("transferred", "This place was cancelled."),
        ("waiting", "They have no place yet."),
        ("pending", "They have no place yet."),
    ],
)
def test_without_a_place_nobody_is_checked_in(event, desk, state, reason):
    with pytest.raises(Refused, match=reason):
        services.check_in(make_registration(event, state=state), by=desk, at=MORNING)


def test_the_desk_opens_on_the_day(event, desk, at):
    with pytest.raises(Refused, match="The desk opens on 11 March 2026"):
        services.check_in(make_registration(event), by=desk, at=at)
    event.cancelled_at = at
    event.save()
    with pytest.raises(Refused, match="has been cancelled"):
        services.check_in(make_registration(event), by=desk, at=DAY)


def test_a_walk_in_takes_a_free_place(event, desk):
    details = Details(name="Ann Example", email="ann@example.org", organisation="Harbour Housing")
    here = services.walk_in(event, details, by=desk, at=DAY)
    event.refresh_from_db()
    assert (here.state, here.walked_in, here.person.email, event.taken) == (
        "attended",
        True,
        "ann@example.org",
        1,
    )
    assert Message.objects.count() == 0


def test_a_walk_in_sent_twice_is_one_person(event, desk):
    details, key = Details(name="Ann Example"), uuid.uuid4()
    people = {services.walk_in(event, details, by=desk, at=DAY, form_key=key) for _ in range(2)}
    event.refresh_from_db()
    assert (len(people), event.taken) == (1, 1)


def test_when_full_a_walk_in_takes_the_place_of_somebody_who_has_not_come(event, desk):
    expected, other = make_registration(event), make_registration(event)
    with pytest.raises(Refused, match="Every place is taken"):
        services.walk_in(event, Details(name="Ann"), by=desk, at=DAY)
    services.walk_in(event, Details(name="Ann"), by=desk, at=DAY, instead_of=expected)
    event.refresh_from_db()
    expected.refresh_from_db()
    assert (expected.state, expected.gave_up_place, event.taken) == ("absent", True, 2)
    with pytest.raises(Refused, match="is not free"):
        services.walk_in(event, Details(name="Ben"), by=desk, at=DAY, instead_of=expected)
    with pytest.raises(Refused, match="Every place there is taken"):
        services.check_in(expected, by=desk, at=DAY)
    registrations.cancel(other, at=MORNING)
    late = services.check_in(expected, by=desk, at=DAY)
    event.refresh_from_db()
    assert (late.state, late.gave_up_place, event.taken) == ("attended", False, 2)


def test_a_place_that_was_given_up_is_not_freed_twice(event, desk):
    expected = make_registration(event)
    services.walk_in(event, Details(name="Ann"), by=desk, at=DAY, instead_of=expected)
    registrations.cancel(expected, at=DAY)
    event.refresh_from_db()
    assert event.taken == 1


def test_somebody_on_the_waiting_list_keeps_their_registration(event, desk):
    waiting = make_registration(event, state="waiting", mode="online")
    Need.objects.create(registration=waiting, dietary="Vegan")
    here = services.walk_in(event, Details(name="Ann", email=waiting.email), by=desk, at=DAY)
    assert (here.pk, here.name, here.mode) == (waiting.pk, waiting.name, "in_person")
    assert Need.objects.get().dietary == "Vegan"


def test_what_a_waiting_person_needs_at_a_table_is_added_to_what_they_told(event, desk):
    waiting = make_registration(event, state="waiting")
    Need.objects.create(registration=waiting, dietary="Vegan", features=["bsl"])
    told = Details(name="Ann", email=waiting.email, features=("wheelchair",))
    services.walk_in(event, told, by=desk, at=DAY)
    need = Need.objects.get()
    assert (need.dietary, need.features) == ("Vegan", ["bsl", "wheelchair"])


def test_who_comes_with_a_walk_in_has_a_place_too_and_sits_with_them(event, desk):
    companion, key = Companion(name="Ida Interpreter", job_title="interpreter"), uuid.uuid4()
    for _ in range(2):
        here = services.walk_in(
            event, Details(name="Ann"), by=desk, at=DAY, companion=companion, form_key=key
        )
    event.refresh_from_db()
    beside = event.registrations.there_for(here).get()
    assert (beside.name, beside.job_title, beside.state, beside.walked_in) == (
        "Ida Interpreter",
        "interpreter",
        "attended",
        True,
    )
    assert (event.taken, event.registrations.count()) == (2, 2)


def test_when_there_is_no_place_for_whoever_is_with_them_nobody_is_let_in(event, desk):
    absent = [make_registration(event) for _ in range(2)]
    told = {"by": desk, "at": DAY, "companion": Companion(name="Ida", job_title="interpreter")}
    with pytest.raises(Refused, match="Every place is taken"):
        services.walk_in(event, Details(name="Ann"), instead_of=absent[0], **told)
    assert event.registrations.attended().count() == 0
    services.walk_in(event, Details(name="Ann"), instead_of=absent[0], beside_instead_of=absent[1], **told)
    event.refresh_from_db()
    assert (event.registrations.attended().count(), event.taken) == (2, 2)


def test_somebody_with_a_place_is_no_walk_in(event, desk):
    known = make_registration(event)
    with pytest.raises(Refused, match="Search for them"):
        services.walk_in(event, Details(name="Ann", email=known.email), by=desk, at=DAY)


def test_nobody_walks_into_an_online_event(desk):
    with pytest.raises(Refused, match="online only"):
        services.walk_in(make_event(mode="online"), Details(name="Ann"), by=desk, at=DAY)


def test_closing_the_desk_marks_who_did_not_come(event, desk):
    here = services.check_in(make_registration(event), by=desk, at=MORNING)
    missing = make_registration(event)
    online = make_registration(event, mode="online", state="waiting")
    Registration.objects.filter(pk=online.pk).update(state="confirmed")
    with pytest.raises(Refused, match="has not begun"):
        services.close_desk(event, by=desk, at=MORNING)
    assert services.close_desk(event, by=desk, at=DAY) == 1
    states = [Registration.objects.get(pk=row.pk).state for row in (here, missing, online)]
    assert states == ["attended", "absent", "confirmed"]
    assert services.check_in(missing, by=desk, at=DAY).state == "attended"


def test_who_came_is_put_right_for_a_week_and_then_stays(event, desk):
    here, missed = make_registration(event, state="attended"), make_registration(event)
    soon, late = event.ends_at + timedelta(days=6), event.ends_at + timedelta(days=7)
    services.undo_check_in(services.check_in(missed, by=desk, at=soon), by=desk, at=soon)
    for act, whom in ((services.undo_check_in, here), (services.check_in, missed)):
        with pytest.raises(Refused, match="closed for good on 18 March 2026"):
            act(whom, by=desk, at=late)
    with pytest.raises(Refused, match="closed for good"):
        services.walk_in(event, Details(name="Late Comer"), by=desk, at=late)
