"""What the board and the page of the morning advise where nothing can be pressed."""

import pytest
import time_machine
from django.contrib.messages import get_messages

from dissemination.groups import services
from registrations.models import GroupPlace
from tests.factories import DAY, make_member, make_registration, make_workshop
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db
BOARD = "/admin/event/works/groups/"
PAGE = BOARD + "repair/"


@pytest.fixture
def event(at):
    """Four people, told, at two tables that take two each."""
    event = make_day(people=4, tables=2, workshops=1, most=2, slug="works")
    event.sessions.get().groups.update(min_size=0)
    services.allocate(event, by=None, at=at, steps=50)
    services.publish_groups(event, by=None, at=at)
    return event


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


def advice(client, minutes=30):
    with time_machine.travel(DAY.timestamp() + 60 * minutes):
        return [str(one) for one in get_messages(client.get(PAGE).wsgi_request)][-1]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "Close the desk to count them as absent."),
        (-30, "When the event has begun you can close the desk and count them as absent."),
    ],
)
def test_where_no_shows_hold_the_seats_the_way_out_is_named(organiser, event, minutes, words):
    event.registrations.update(state="attended", checked_in_at=DAY)
    event.registrations.filter(pk=event.registrations.first().pk).update(state="confirmed")
    make_registration(event, name="Wanda Walkin", state="attended", walked_in=True)
    said = advice(organiser, minutes)
    assert "5 people are to be seated" in said
    assert said.endswith(f"1 person has not come yet and keeps their seat. {words}")


@pytest.mark.parametrize("state", ["attended", "confirmed"])
def test_where_nobody_is_missing_more_seats_help(organiser, event, state):
    event.registrations.update(state=state)
    make_registration(event, state=state)
    assert advice(organiser).endswith("Give a table more seats, or lay one more.")


def test_other_refusals_stand_alone(organiser, event):
    GroupPlace.objects.all().delete()
    assert advice(organiser).endswith("Make them first.")
    a, b, *_ = event.registrations.all()
    table = event.sessions.get().groups.first()
    for one in (a, b):
        GroupPlace.objects.create(registration=one, session=table.session, group=table, is_pinned=True)
    event.keep_rules.create(kind="apart", one=a, other=b)
    assert "seats" not in advice(organiser)


def test_improve_is_offered_only_where_somebody_may_move(organiser, event, at):
    with time_machine.travel(DAY, tick=False):
        assert 'name="improve"' not in organiser.get(BOARD).content.decode()
        make_registration(event)
        assert organiser.get(BOARD).context["may_improve"] is True


def test_the_workshop_without_tables_is_named(organiser, event):
    make_workshop(event, groups=0, title="Second debate")
    with time_machine.travel(DAY, tick=False):
        text = organiser.get(BOARD).content.decode()
    assert "No tables are laid yet for: Second debate. Make tables first." in text


def test_the_best_three_exchanges_are_shown_and_the_others_wait_behind_a_word(organiser, event):
    workshop = event.sessions.get()
    full, other = workshop.groups.all()
    people = list(event.registrations.all())
    for _more in range(4):
        people.append(make_registration(event))
    workshop.groups.update(max_size=7)
    GroupPlace.objects.all().delete()
    for one in people:
        group = other if one == people[0] else full
        GroupPlace.objects.create(registration=one, session=workshop, group=group)
    with time_machine.travel(DAY, tick=False):
        page = organiser.get(
            f"{BOARD}{workshop.pk}/", {"who": f"{people[0].pk}:{other.pk}", "group": full.pk}
        )
    first, _summary, rest = page.content.decode().partition("More people")
    assert (first.count("data-exchange"), rest.count("data-exchange")) == (3, 4)
