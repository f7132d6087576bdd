"""Two people who are to sit together or apart: kept by a press, counted by the plan, taken away again."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from registrations.models import GroupPlace, KeepRule
from tests.factories import DAY, make_event, make_member, make_registration
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db
TOGETHER, APART = KeepRule.Kind.TOGETHER, KeepRule.Kind.APART


@pytest.fixture
def event():
    return make_day(people=8, tables=2)


def keep(at, one, other, kind=TOGETHER, by=None):
    return services.keep(one, other, kind=kind, by=by, at=at)


def test_the_next_plan_keeps_what_was_asked_for(event, at):
    organiser = make_member(event)
    a, b, c, d, *_ = event.registrations.all()
    keep(at, a, b, by=organiser)
    keep(at, c, d, APART, by=organiser)
    services.allocate(event, by=organiser, at=at, steps=60)
    for session in event.sessions.all():
        table = dict(GroupPlace.objects.filter(session=session).values_list("registration_id", "group_id"))
        assert (table[a.pk] == table[b.pk], table[c.pk] == table[d.pk]) == (True, False)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", "event_id")[:2])
    assert verbs == [("groups.keep_together", event.pk), ("groups.keep_apart", event.pk)]


def test_what_was_kept_is_taken_away_again(event, at):
    a, b, *_ = event.registrations.all()
    services.let_go(keep(at, a, b), by=None, at=at)
    assert not event.keep_rules.exists()
    assert AuditEntry.objects.last().verb == "groups.let_go"
    keep(at, a, b, APART)


def test_nobody_is_kept_with_themselves_or_with_another_event(event, at):
    a = event.registrations.first()
    with pytest.raises(Refused, match="Choose two people"):
        keep(at, a, a)
    with pytest.raises(Refused, match="of the same event"):
        keep(at, a, make_registration(make_event()))


@pytest.mark.parametrize(
    ("kind", "words"),
    [(TOGETHER, "are kept together already, through B."), (APART, "are kept together already, through B.")],
)
def test_together_is_passed_on_from_one_to_the_next(kind, words, event, at):
    a, b, c, *_ = event.registrations.all()
    event.registrations.filter(pk=b.pk).update(name="B")
    keep(at, a, b)
    keep(at, c, b)
    with pytest.raises(Refused, match=words):
        keep(at, a, c, kind)
    with pytest.raises(Refused, match=r"together already\. Take that away"):
        keep(at, b, a, kind)


@pytest.mark.parametrize(
    ("kind", "words"), [(TOGETHER, "are kept apart. Take that away first"), (APART, "apart already")]
)
def test_what_is_apart_is_not_brought_together(kind, words, event, at):
    a, b, *_ = event.registrations.all()
    keep(at, b, a, APART)
    with pytest.raises(Refused, match=words):
        keep(at, a, b, kind)


def test_nobody_is_brought_together_with_a_circle_that_avoids_them(event, at):
    a, b, c, *_ = event.registrations.all()
    keep(at, a, b)
    keep(at, b, c, APART)
    with pytest.raises(Refused, match="are kept apart"):
        keep(at, c, a)
    keep(at, a, c, APART)


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_arrange_nobody(role, event, at):
    a, b, *_ = event.registrations.all()
    member = make_member(event, role)
    with pytest.raises(Refused, match="Only the event's organisers"):
        keep(at, a, b, by=member)
    rule = keep(at, a, b)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.let_go(rule, by=member, at=at)


def test_after_the_event_it_is_too_late(event, at):
    a, b, *_ = event.registrations.all()
    with pytest.raises(Refused, match="This event is over"):
        keep(DAY + timedelta(days=1), a, b)
