"""Any sequence of what delegates, organisers and time can do keeps the promises about places.

Never more taken than there are places, or seats in a session; what is counted is what is held; the queue is
served in order; nobody has two live places. A short walk runs always, a long one with the slow tests.
"""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dissemination.core.verdicts import Refused
from dissemination.events import services as events
from registrations import services
from registrations.models import Allotment
from registrations.services import Details
from tests.factories import make_event, make_member, make_organisation, make_session

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = [f"person{number}@example.org" for number in range(7)]
WALK = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": True}

people, modes = st.sampled_from(PEOPLE), st.sampled_from(["in_person", "online"])
picks = st.integers(min_value=0, max_value=50)


class Places(RuleBasedStateMachine):
    """One event with few places, seven people, an organiser, and a clock that goes forward."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.event = make_event(mode="both", capacity=2, online_capacity=1)
        self.by, self.organisation = make_member(self.event), make_organisation()
        self.visit = make_session(self.event, title="Visit", seats=1)
        self.now, self.by_hand = BEGAN, set()

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def one(self, pick, *states):
        """Somebody in one of these states, or nobody."""
        rows = list(self.event.registrations.filter(state__in=states).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def play(self, verb, *arguments, by_hand=(), **more):
        """Do it a minute later. It may be refused; whoever it serves out of turn is named by `by_hand`."""
        self.now += timedelta(minutes=1)
        before = self.queues()
        done = None
        try:
            with transaction.atomic():
                done = verb(*arguments, at=self.now, **more)
        except Refused:
            assert not isinstance(done, Exception)
        self.check_order(before, set(by_hand))
        return done

    def queues(self):
        return {
            mode: list(self.event.registrations.waiting().filter(mode=mode).values_list("pk", flat=True))
            for mode in ("in_person", "online")
        }

    def check_order(self, before, by_hand):
        """Those who were served were the first in the queue, without whoever left it by themselves."""
        states = dict(self.event.registrations.values_list("pk", "state"))
        for queue in before.values():
            turn = [pk for pk in queue if pk not in by_hand and states[pk] != "cancelled"]
            served = [pk for pk in turn if states[pk] in ("offered", "confirmed")]
            assert served == turn[: len(served)]

    @rule(email=people, mode=modes, is_choosing=st.booleans())
    def register(self, email, mode, is_choosing):
        details, seats = Details(name="Ann", email=email, mode=mode), [self.visit.pk] * is_choosing
        self.play(services.register, self.event, details, form_key=uuid.uuid4(), seats=seats)

    @rule(pick=picks, is_choosing=st.booleans())
    def choose(self, pick, is_choosing):
        if row := self.one(pick, "confirmed", "waiting", "offered", "pending"):
            self.play(services.choose_workshops, row, [self.visit.pk] * is_choosing)

    @rule(email=people, mode=modes)
    def add(self, email, mode):
        details = Details(name="Ann", email=email, mode=mode)
        self.play(services.register, self.event, details, form_key=uuid.uuid4(), by=self.by)

    @rule(pick=picks)
    def cancel(self, pick):
        if row := self.one(pick, "waiting", "offered", "pending", "confirmed", "cancelled", "transferred"):
            self.play(services.cancel, row)

    @rule(pick=picks, times=st.integers(1, 2))
    def accept(self, pick, times):
        if row := self.one(pick, "offered"):
            for _ in range(times):
                self.play(services.accept, row)

    @rule(hours=st.sampled_from([1, 20, 49]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        self.sweep()

    @rule()
    def sweep(self):
        for held in Allotment.objects.due(self.now):
            self.play(services.give_back_due, held)
        self.play(services.fill_free_places, self.event)
        assert not self.event.registrations.offer_run_out(self.now).exists()
        self.event.refresh_from_db()
        if self.now < self.event.starts_at:
            left = {
                "in_person": self.event.capacity - self.event.taken,
                "online": self.event.online_capacity - self.event.online_taken,
            }
            assert [mode for mode, queue in self.queues().items() if queue and left[mode]] == []

    @rule(pick=picks, email=people)
    def hand_over(self, pick, email):
        taker = self.event.registrations.live().filter(email=email).first()
        if row := self.one(pick, "confirmed", "transferred", "waiting"):
            by_hand = {taker.pk} if taker else set()
            self.play(services.hand_over, row, name="Ben", email=email, by_hand=by_hand)

    @rule(pick=picks)
    def promote(self, pick):
        if row := self.one(pick, "waiting", "offered"):
            self.play(services.promote, row, reason="Because", by=self.by, by_hand={row.pk})

    @rule(pick=picks, mode=modes)
    def change_mode(self, pick, mode):
        if row := self.one(pick, "waiting", "offered", "pending", "confirmed"):
            details = Details(name=row.name, email=row.email, mode=mode)
            self.play(services.change, row, details, by_hand={row.pk})

    @rule(admission=st.sampled_from(["open", "approval"]))
    def change_admission(self, admission):
        self.event.admission = admission
        self.save()

    @precondition(lambda self: self.event.registrations.filter(state="pending").exists())
    @rule(pick=picks, says_yes=st.booleans())
    def decide(self, pick, says_yes):
        row = self.one(pick, "pending")
        if says_yes:
            self.play(services.approve, row, by=self.by)
        else:
            self.play(services.decline, row, reason="No", by=self.by)

    @rule(room=st.integers(0, 4), online=st.integers(0, 2))
    def change_capacity(self, room, online):
        self.event.capacity, self.event.online_capacity = room, online
        self.save()

    def save(self):
        self.play(events.save_event, self.event, by=self.by)
        self.event.refresh_from_db()
        self.sweep()

    @rule(places=st.integers(1, 2), mode=modes, hours=st.sampled_from([10, 60]))
    def hold(self, places, mode, hours):
        held = Allotment(
            event=self.event,
            organisation=self.organisation,
            places=places,
            mode=mode,
            returns_at=self.now + timedelta(hours=hours),
        )
        self.play(services.hold, held, by=self.by)

    @precondition(lambda self: self.event.allotments.exists())
    @rule(pick=picks, email=people)
    def take_held(self, pick, email):
        rows = list(self.event.allotments.select_related("event", "organisation"))
        details = Details(name="Cleo", email=email)
        self.play(services.take_held, rows[pick % len(rows)], details, form_key=uuid.uuid4())

    @precondition(lambda self: self.event.allotments.exists())
    @rule(pick=picks)
    def give_back(self, pick):
        rows = list(self.event.allotments.select_related("event"))
        self.play(services.give_back_unused, rows[pick % len(rows)], by=self.by)

    @invariant()
    def what_is_counted_is_what_is_held(self):
        self.event.refresh_from_db()
        for mode, taken, capacity in (
            ("in_person", self.event.taken, self.event.capacity),
            ("online", self.event.online_taken, self.event.online_capacity),
        ):
            rows = self.event.registrations.counted().filter(mode=mode)
            held = self.event.allotments.held().filter(mode=mode)
            unused = held.aggregate(number=Sum(F("places") - F("used")))["number"] or 0
            assert rows.count() + unused == taken <= capacity

    @invariant()
    def nobody_has_a_seat_too_many(self):
        assert self.visit.workshop_seats.held().count() <= self.visit.seats

    @invariant()
    def nobody_has_two_live_places(self):
        live = list(self.event.registrations.live().values_list("person", flat=True))
        assert len(live) == len(set(live))

    @invariant()
    def each_allotment_knows_who_uses_it(self):
        for held in self.event.allotments.held():
            assert held.registrations.counted().count() == held.used


@pytest.mark.django_db
def test_any_short_walk_keeps_the_promises():
    run_state_machine_as_test(Places, settings=settings(max_examples=6, stateful_step_count=12, **WALK))


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.django_db
def test_any_long_walk_keeps_the_promises():
    run_state_machine_as_test(Places, settings=settings(max_examples=25, stateful_step_count=40, **WALK))
