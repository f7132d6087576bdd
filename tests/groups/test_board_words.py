"""What the board says beyond the counts: who moves too, which rule is idle, what an undo does."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.admin import draft, seating
from dissemination.groups.services.counts import Wishes
from dissemination.groups.services.problem import room_of
from dissemination.groups.services.standing import Standing
from registrations import services as registrations
from registrations.models import GroupPlace, KeepRule, Need, Registration
from sessions.models import Group
from tests.factories import make_event, make_member, make_place, make_registration, make_workshop
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db
PAGE = "/admin/event/works/groups/"


@pytest.fixture(autouse=True)
def before_the_day(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def event(at):
    event = make_day(people=8, tables=2, slug="works")
    services.allocate(event, by=None, at=at, steps=20)
    return event


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


def shown(client, page=PAGE, **asked):
    return " ".join(client.get(page, asked).content.decode().split())


def page_of(event, number=0):
    return f"{PAGE}{event.sessions.planned()[number].pk}/"


def press(client, page=PAGE, **values):
    return [str(one) for one in get_messages(client.post(page, values).wsgi_request)][-1]


def together(event):
    """Two at Table 1 of the first workshop who are kept together; and Table 2."""
    session = event.sessions.planned()[0]
    table, other = session.groups.all()
    one, mate = (place.registration for place in table.places.order_by("pk")[:2])
    event.keep_rules.create(kind=KeepRule.Kind.TOGETHER, one=mate, other=one, is_companion=True)
    return one, mate, table, other


def test_the_preview_names_who_moves_too_and_from_where(organiser, event, at):
    one, mate, table, other = together(event)
    asked = {"who": f"{one.pk}:{table.pk}", "group": other.pk}
    said = f"<li>{mate.name} from Table 1 to Table 2</li>"
    assert f'Kept together with them, and moved as well:</p> <ul class="groups__company">{said}' in shown(
        organiser, page_of(event), **asked
    )
    services.publish_groups(event, by=None, at=at, although=9)
    assert f"<li>{mate.name} from Table 1 to Table 2 (told Table 1)</li>" in shown(
        organiser, page_of(event), **asked
    )
    GroupPlace.objects.filter(registration=mate, session=table.session).delete()
    assert f"<li>{mate.name}, who has no seat yet, to Table 2</li>" in shown(
        organiser, page_of(event), **asked
    )
    make_place(mate, other)
    assert "moved as well" not in shown(organiser, page_of(event), **asked)


def test_a_rule_about_somebody_who_cancelled_says_whom_and_can_be_taken_away(organiser, event, at):
    one, mate, *_ = together(event)
    assert f"<span>{mate.name}, {one.name}</span>" in shown(organiser)
    GroupPlace.objects.filter(registration=mate).delete()
    registrations.cancel(mate, at=at)
    text = shown(organiser)
    gone = f"{mate.name}, {one.name} ({mate.name} does not take part: it says nothing now)"
    assert f'<span class="quiet">{gone}</span>' in text
    GroupPlace.objects.filter(registration=one).delete()
    registrations.cancel(one, at=at)
    assert f"({mate.name}, {one.name} do not take part: it says nothing now)" in shown(organiser)
    press(organiser, let_go=event.keep_rules.get().pk)
    assert not event.keep_rules.exists()


def test_undoing_what_was_published_says_that_nobody_hears_of_it(organiser, event, at):
    place = GroupPlace.objects.first()
    other = place.session.groups.exclude(pk=place.group_id).get()
    services.publish_groups(event, by=None, at=at)
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        services.move(place.registration, other, by=None, at=at + timedelta(minutes=1))
        assert "was published" not in shown(organiser)
        services.publish_groups(event, by=None, at=at + timedelta(minutes=2))
        assert (
            "The last step (“Somebody was moved”) was published. Undo takes it back in the plan alone: "
            "nobody hears of it before you publish the changes."
        ) in shown(organiser)
        assert press(organiser, undo="") == (
            "Undone: somebody was moved. "
            "Nobody has been told: publish the changes when the plan is as you want it."
        )


def test_what_cannot_be_undone_because_it_was_told_is_not_offered(organiser, event, at):
    assert 'name="undo"' in shown(organiser)
    services.publish_groups(event, by=None, at=at)
    text = shown(organiser)
    assert 'name="undo"' not in text
    assert "The last step (“Groups were made”) cannot be undone. People have been told" in text


def test_a_table_set_up_before_groups_were_told_can_still_be_undone(organiser, event, at):
    table = Group.objects.filter(session__event=event).first()
    services.set_up_table(table, features=["quiet"], facilitator="", scribe="", by=None, at=at)
    services.publish_groups(event, by=None, at=at)
    assert 'name="undo"' in shown(organiser)


def test_tables_offer_by_one_press_what_those_of_the_first_workshop_do(organiser, event):
    first, second = event.sessions.planned()
    first.groups.filter(name="Table 1").update(features=["bsl", "quiet"])
    second.groups.filter(name="Table 2").update(features=["wheelchair"])
    assert "Let them offer the same as in" not in shown(organiser, page_of(event))
    page = page_of(event, 1)
    assert "“Workshop 1”: Table 1, Table 2.</p>" in shown(organiser, page)
    assert press(organiser, page, alike="") == (
        "The tables offer the same as those of the first workshop now."
    )
    assert [group.features for group in second.groups.all()] == [["bsl", "quiet"], []]
    assert "Let them offer the same as in" not in shown(organiser, page)
    assert press(organiser, page, alike="").startswith("These tables offer the same")
    press(organiser, undo="")
    assert [group.features for group in second.groups.all()] == [[], ["wheelchair"]]


def test_a_table_keeps_what_somebody_needs_who_sits_there(event, at):
    second = event.sessions.planned()[1]
    second.groups.update(features=["quiet"])
    place = second.groups.first().places.first()
    Need.objects.create(registration=place.registration, features=["quiet"])
    with pytest.raises(Refused, match=f"{place.registration.name} sits at Table 1 and needs: Quiet place"):
        services.offer_alike(second, by=None, at=at)
    assert second.groups.filter(features=["quiet"]).count() == 2


def test_nobody_has_met_before_in_the_first_workshop(organiser, event):
    for session in event.sessions.all():
        GroupPlace.objects.filter(session=session).update(group=session.groups.first())
    first, second = (shown(organiser, page_of(event, number)) for number in (0, 1))
    assert ("Met before" in first, "Met before" in second) == (False, True)
    assert ("people who have met before" in first, "people who have met before" in second) == (False, True)


def with_topics():
    """Two workshops with the topics Trust and Law; Ann, Ben and Cat rank them."""
    event = make_event(slug="works", capacity=50)
    for number in (1, 2):
        session = make_workshop(event, groups=2, title=f"Workshop {number}")
        for group, topic in zip(session.groups.all(), ("Trust", "Law"), strict=True):
            session.groups.filter(pk=group.pk).update(topic=topic)
    numbers = [str(session.pk) for session in event.sessions.planned()]
    ranks = {"Ann": ["Trust", "Law"], "Ben": ["Law"], "Cat": []}
    for name, told in ranks.items():
        make_registration(event, name=name, topics=dict.fromkeys(numbers, told))
    return event


def test_who_got_another_topic_than_their_first_is_named():
    event = with_topics()
    trust, law = event.sessions.planned()[0].groups.all()
    for name, group in (("Ann", law), ("Ben", trust), ("Cat", law)):
        make_place(event.registrations.get(name=name), group)
    room = room_of(event)
    told = {title: lines for title, lines, _more in seating.reasons(room, Standing(room))}
    assert told["Distance from the topics that people chose first"] == [
        "Workshop 1, Table 1: Ben, none of their choices; first was “Law”",
        "Workshop 1, Table 2: Ann, choice 2; first was “Trust”",
    ]


def test_drafts_are_compared_by_first_choices_and_by_who_is_worst_off(client, at):
    event = with_topics()
    session, later = event.sessions.planned()
    for workshop in (session, later):
        for one in event.registrations.all():
            make_place(one, workshop.groups.get(topic="Law"))
    client.force_login(make_member(event))
    asked = services.ask_for_draft(event, how="make", by=None, at=at)
    services.work_on(asked, at=at, steps=50)
    rows = {row[0]: row[1:] for row in client.get(f"{PAGE}draft/").context["rows"]}
    assert rows["Who gets the topic that they chose first"] == ("50 %", None, "100 %", None)
    assert rows["Worst off: how far from what they chose first"] == ("2 (Ann)", None, "0", None)


def test_of_many_who_are_worst_off_three_are_named():
    assert draft._worst(Wishes(4, 0, 2, ["Ann", "Ben", "Cat"])) == "2 (Ann, Ben, Cat)"
    assert draft._worst(Wishes(4, 0, 2, ["Ann", "Ben", "Cat", "Dan"])) == "2 (Ann, Ben, Cat, …)"


def test_without_topics_drafts_say_nothing_about_them(organiser, event, at):
    services.work_on(services.ask_for_draft(event, how="make", by=None, at=at), at=at, steps=5)
    names = [row[0] for row in organiser.get(f"{PAGE}draft/").context["rows"]]
    assert not any("chose first" in name for name in names)


def test_the_tick_says_who_is_written_to(organiser, event, at):
    services.publish_groups(event, by=None, at=at)
    place = GroupPlace.objects.first()
    other = place.session.groups.exclude(pk=place.group_id).get()
    services.move(place.registration, other, by=None, at=at)
    late = make_registration(event, email="")
    Registration.objects.filter(pk=late.pk).update(state="attended")
    assert "Send a mail to everybody whose table is another one than they were told" in shown(organiser)
    text = shown(organiser, f"{PAGE}repair/")
    assert "Send a mail to everybody else too whose table is another one than they were told" in text
    assert seats(event) != {}


def test_where_there_is_no_draft_the_board_is_shown(organiser, event):
    answer = organiser.get(reverse("groups:draft", args=[event.slug]))
    assert answer.url == reverse("groups:board", args=[event.slug])
