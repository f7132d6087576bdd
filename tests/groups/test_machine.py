"""P12: whatever organisers, delegates and the engine do, in any order, the groups stay whole.

Nobody has two tables in a workshop; a seat is at a table of its own workshop; a pin stays until somebody
takes it away; what was told changes by publishing alone; who was told has a seat; after the engine all have.
A short walk runs always, a long one with the slow tests.
"""

import contextlib
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.models import Draft, Step
from registrations import services as registrations
from registrations.models import GroupPlace, Registration
from sessions.models import Group
from tests.factories import make_registration
from tests.groups.tables import make_day

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WALK = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": True}
STEPS = 5  # of the engine: enough to change a plan for so few
picks = st.integers(min_value=0, max_value=50)


class Row(NamedTuple):
    """One seat as it stands."""

    pk: int
    registration: int
    session: int
    group: int
    session_of_table: int
    told: int | None
    is_pinned: bool

    @property
    def key(self):
        return self.registration, self.session


class Groups(RuleBasedStateMachine):
    """One event with two workshops of three tables, six delegates to begin with."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.event = make_day(people=6, tables=3, workshops=2, most=5)
        self.now, self.pins, self.told, self.heard = BEGAN, {}, {}, set()

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def play(self, verb, *arguments, **more):
        """Do it a minute later; whether it was done. Who is refused changes nothing."""
        self.now += timedelta(minutes=1)
        before = self.rows()
        try:
            with transaction.atomic():
                verb(*arguments, by=None, at=self.now, **more)
        except Refused:
            assert self.rows() == before
            return False
        return True

    def rows(self):
        return list(self.seats().values_list("registration", "session", "group", "told_group", "is_pinned"))

    def seats(self):
        return GroupPlace.objects.filter(registration__event=self.event).order_by("pk")

    def people(self):
        return list(self.event.registrations.expected_or_here().order_by("pk"))

    def seat(self, pick):
        seats = list(self.seats().select_related("registration__event", "session"))
        return seats[pick % len(seats)] if seats else None

    def pinned(self):
        """Which seats are pinned, and where; what was pinned and is not moved by hand stays there."""
        rows = self.seats().filter(is_pinned=True).values_list("registration", "session", "group")
        return {(registration, session): group for registration, session, group in rows}

    @rule()
    def add(self):
        if len(self.people()) < 12:
            make_registration(self.event)

    @rule(pick=picks)
    def cancel(self, pick):
        people = self.people()
        if len(people) > 1:
            self.play(registrations.cancel, people[pick % len(people)])

    @rule(pick=picks, state=st.sampled_from(["attended", "absent"]))
    def come_or_not(self, pick, state):
        people = self.people()
        if len(people) > 1:
            Registration.objects.filter(pk=people[pick % len(people)].pk).update(state=state)

    @rule(pick=picks, verb=st.sampled_from([services.pin, services.unpin]), is_stale=st.booleans())
    def pin_or_unpin(self, pick, verb, is_stale):
        if seat := self.seat(pick):
            assert self.play(verb, seat, was=seat.group_id + is_stale) is not is_stale
        self.pins = self.pinned()

    @rule(pick=picks)
    def bring(self, pick):
        """Somebody comes with a delegate: a place beside them, which goes when they go."""
        people = self.people()
        one = people[pick % len(people)]
        if len(people) < 12 and one.state == "confirmed" and one.mailbox:
            companion = registrations.Companion(name="Iris", job_title="Interpreter")
            with contextlib.suppress(Refused):
                registrations.bring(one, companion, form_key=uuid.uuid4(), at=self.now)

    def last(self):
        """The number of the last step; 0 for none."""
        return Step.objects.filter(event=self.event).standing().values_list("pk", flat=True).last() or 0

    @rule(who=picks, where=picks, is_stale=st.booleans())
    def move(self, who, where, is_stale):
        people = self.people()
        one, session = people[who % len(people)], self.event.sessions.planned()[where % 2]
        seat = self.seats().filter(registration=one, session=session).first()
        was = (seat.group_id if seat else 0) + is_stale
        group = list(session.groups.all())[where % 3]
        assert not (self.play(services.move, one, group, was=was) and is_stale)
        self.pins = self.pinned()

    @rule(who=picks, other=picks)
    def change_places(self, who, other):
        one, two = self.seat(who), self.seat(other)
        if one and one.session_id == two.session_id:
            self.play(services.move, one.registration, two.group, other=two.registration)
        self.pins = self.pinned()

    @rule(who=picks, where=picks, features=st.sets(st.sampled_from(["bsl", "quiet"])), is_free=st.booleans())
    def set_up_table(self, who, where, features, is_free):
        people = self.people()
        table = list(Group.objects.filter(session__event=self.event).order_by("pk"))[where % 6]
        scribe = "" if is_free else people[who % len(people)].name
        told = {"features": sorted(features), "facilitator": "", "scribe": scribe}
        self.play(services.set_up_table, table, **told)

    @rule(one=picks, other=picks, kind=st.sampled_from(["apart", "together"]))
    def keep(self, one, other, kind):
        people = self.people()
        self.play(services.keep, people[one % len(people)], people[other % len(people)], kind=kind)

    @rule()
    def let_go(self):
        for kept in self.event.keep_rules.all():
            assert self.play(services.let_go, kept)

    @rule(seed=picks)
    def run(self, seed):
        self.check_whole(self.play(services.allocate, self.event, steps=STEPS, seed=seed))

    @rule(how=st.sampled_from(["make", "improve"]))
    def ask(self, how):
        if self.play(services.ask_for_draft, self.event, how=how):
            services.work_on(Draft.objects.get(event=self.event), at=self.now, steps=STEPS)

    @rule()
    def use(self):
        self.play(services.use_draft, self.event)

    @rule()
    def repair(self):
        if self.play(services.repair, self.event, how="fewest", steps=STEPS):
            self.check_whole(True)
        self.event.refresh_from_db()
        self.note_told()

    @rule(is_stale=st.booleans())
    def undo(self, is_stale):
        if self.play(services.undo, self.event, seen=self.last() + is_stale):
            assert not is_stale
            undone = Step.objects.filter(event=self.event, undone_at__isnull=False)
            assert undone.latest("undone_at").undone_at == self.now
        self.pins = self.pinned()

    @rule(is_stale=st.booleans())
    def publish(self, is_stale):
        assert not (self.play(services.publish_groups, self.event, seen=self.last() + is_stale) and is_stale)
        self.note_told()

    def note_told(self):
        self.told = dict(self.seats().values_list("pk", "told_group"))
        self.heard = set(self.seats().told().values_list("registration", "session"))

    def check_whole(self, is_done):
        """After the engine everybody who takes part sits somewhere in each workshop, and nobody else."""
        if is_done:
            sessions = self.event.sessions.values_list("pk", flat=True)
            expected = {(one.pk, session) for one in self.people() for session in sessions}
            assert set(self.seats().values_list("registration", "session")) == expected
            assert max(Counter(self.seats().values_list("group", flat=True)).values()) <= 5

    @invariant()
    def the_groups_are_whole(self):
        """All that must hold after every step, from one look at the seats and one at who is here."""
        columns = ("pk", "registration", "session", "group", "group__session", "told_group", "is_pinned")
        seats = [Row(*row) for row in self.seats().values_list(*columns)]
        here = set(self.event.registrations.expected_or_here().values_list("pk", flat=True))
        everybody_has_one_seat_at_a_table_of_that_workshop(seats)
        self.no_pin_is_lost(seats, here)
        self.nobody_is_told_before_it_is_published(seats)
        self.who_was_told_has_a_seat(seats, here)

    def no_pin_is_lost(self, seats, here):
        now = {row.key: row.group for row in seats if row.is_pinned}
        pins = {key: group for key, group in self.pins.items() if key[0] in here}
        assert {key: now.get(key) for key in pins} == pins

    def nobody_is_told_before_it_is_published(self, seats):
        now = {row.pk: row.told for row in seats}
        assert all(now[pk] == group for pk, group in self.told.items() if pk in now)
        assert all(group is None for pk, group in now.items() if pk not in self.told)

    def who_was_told_has_a_seat(self, seats, here):
        assert {key for key in self.heard if key[0] in here} <= {row.key for row in seats}


def everybody_has_one_seat_at_a_table_of_that_workshop(seats):
    assert len({row.key for row in seats}) == len(seats)
    assert all(row.session == row.session_of_table for row in seats)


@pytest.mark.django_db
def test_the_groups_stay_whole_in_a_short_walk():
    run_state_machine_as_test(Groups, settings=settings(max_examples=6, stateful_step_count=15, **WALK))


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.django_db
def test_the_groups_stay_whole_in_a_long_walk():
    run_state_machine_as_test(Groups, settings=settings(max_examples=25, stateful_step_count=50, **WALK))
