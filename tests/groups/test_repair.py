"""The morning of the event: gaps and newcomers, put right with as few moves as asked for."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.messaging.models import Message
from registrations import allocation
from registrations.models import GroupPlace, Registration
from tests.factories import DAY, make_member, make_registration
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    """Twelve people at three tables, told where they sit."""
    event = make_day(people=12, tables=3, workshops=2)
    services.allocate(event, by=None, at=at, steps=60)
    services.publish_groups(event, by=None, at=at)
    Message.objects.all().delete()
    event.refresh_from_db()
    return event


def repair(event, how="fewest", **values):
    return services.repair(event, **{"how": how, "by": None, "at": DAY, "steps": 60} | values)


def stay_away(event, count):
    gone = [one.pk for one in event.registrations.all()[:count]]
    Registration.objects.filter(pk__in=gone).update(state="absent")
    return list(Registration.objects.filter(pk__in=gone))


def test_who_did_not_come_loses_the_seat_and_nobody_else_moves_without_need(event):
    before = seats(event)
    gone = {one.name for one in stay_away(event, 2)}
    assert repair(event) == []
    assert seats(event) == {key: group for key, group in before.items() if key[0] not in gone}


def test_who_walked_in_gets_a_seat_in_each_workshop(event):
    walked_in = make_registration(event, state="attended", walked_in=True, email="")
    moves = repair(event, by=make_member(event))
    mine = [move for move in moves if move.registration.pk == walked_in.pk]
    assert [(move.workshop.title, move.was) for move in mine] == [("Workshop 1", None), ("Workshop 2", None)]
    told = seats(event, "told_group")
    assert told == seats(event)
    assert [told[walked_in.name, move.workshop.title] for move in mine] == [move.now.name for move in mine]
    assert AuditEntry.objects.filter(verb="groups.repair").count() == 1


def test_who_hears_for_the_first_time_gets_a_mail_and_who_moves_does_not(event):
    event.sessions.first().groups.update(max_size=5)
    make_registration(event, email="new@example.org")
    table = event.sessions.first().groups.first()
    GroupPlace.objects.filter(session=table.session).update(group=table, told_group=table)
    assert len([move for move in repair(event) if move.was]) > 0
    assert [mail.to_email for mail in Message.objects.all()] == ["new@example.org"]


def test_the_fewest_moves_are_none_where_free_seats_do(at):
    event = make_day(people=40, tables=8, workshops=2)
    services.allocate(event, by=None, at=at, steps=0)
    services.publish_groups(event, by=None, at=at)
    make_registration(event, state="attended", walked_in=True, email="")
    fewest, _balanced, best = services.repair_offers(event, by=None, at=DAY)
    assert (fewest.moved, fewest.seated) == (0, 2)
    assert best.moved > 0


def test_before_groups_are_told_a_repair_tells_nobody(at):
    event = make_day(people=6, tables=2)
    services.allocate(event, by=None, at=at, steps=20)
    make_registration(event)
    assert len(repair(event, at=at)) >= 2
    event.refresh_from_db()
    assert (event.groups_told_at, Message.objects.count()) == (None, 0)


def test_pins_stay_in_a_repair(event):
    place = services.pin(GroupPlace.objects.last(), by=None, at=DAY)
    stay_away(event, 3)
    repair(event, "best")
    assert GroupPlace.objects.get(pk=place.pk).group == place.group


def test_the_organiser_is_offered_three_ways_with_their_price(event):
    stay_away(event, 2)
    make_registration(event)
    before = seats(event)
    offers = services.repair_offers(event, by=None, at=DAY, steps=60)
    assert [offer.how for offer in offers] == ["fewest", "balanced", "best"]
    assert [offer.seated for offer in offers] == [2, 2, 2]
    assert offers[0].moved == 0
    assert all(offer.plan.counts["org_pairs"] >= offer.plan.bounds["org_pairs"] for offer in offers)
    assert seats(event) == before


def test_an_accepted_offer_is_what_was_offered(event):
    stay_away(event, 3)
    offer = services.repair_offers(event, by=None, at=DAY, steps=60)[1]
    assert repair(event, "balanced") == offer.moves


def test_the_morning_is_told_in_the_benchmarks_format(event):
    gone = stay_away(event, 1)
    newcomer = make_registration(event)
    problem = services.morning_instance_of(event)
    numbers = {delegate["registration"]: delegate["id"] for delegate in problem["delegates"]}
    assert problem["absent"] == [numbers[gone[0].pk]]
    assert [row[numbers[newcomer.pk]] for row in problem["before"]] == [-1, -1]
    before = [row[numbers[gone[0].pk]] for row in problem["before"]]
    assert before == [int(group[-1]) - 1 for (name, _), group in seats(event).items() if name == gone[0].name]
    repair(event)
    plan = services.plan_of(event, problem)["assign"]
    assert allocation.broken(allocation.read(problem), allocation.instance.np.array(plan)) == []


def test_too_many_newcomers_are_refused_in_a_sentence(event):
    event.sessions.first().groups.update(max_size=4)
    make_registration(event)
    with pytest.raises(Refused, match="13 people are to be seated, “Workshop 1” has 12 seats"):
        repair(event)


def test_groups_are_put_right_by_organisers_once_they_are_made_and_until_the_end(event):
    with pytest.raises(Refused, match="Only the event's organisers"):
        repair(event, by=make_member(event, "desk"))
    with pytest.raises(Refused, match="is over"):
        repair(event, at=DAY + timedelta(days=1))
    with pytest.raises(Refused, match="no groups to tell"):
        repair(make_day(people=1))
