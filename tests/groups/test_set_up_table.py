"""A table set up on the board: what it offers and who looks after it, in words where it cannot be; undone."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.models import Step
from registrations.models import GroupPlace, Need
from sessions.models import Group
from speakers.models import Appearance, Speaker
from tests.factories import DAY, make_appearance, make_member, make_registration, make_session, make_speaker
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    event = make_day(people=4, tables=2, workshops=1, slug="works")
    make_speaker(event.project, name="Fay Lead", email="fay@example.org")
    return event


@pytest.fixture
def table(event):
    return Group.objects.get(session__event=event, name="Table 1")


@pytest.fixture
def set_up(table, at):
    def set_up(group=table, **values):
        told = {"features": [], "facilitator": "", "scribe": ""} | values
        return services.set_up_table(group, **told, by=None, at=at)

    return set_up


def standing(table):
    """What the table offers, and who does what there."""
    table.refresh_from_db()
    posts = Appearance.objects.standing().filter(group=table).order_by("role")
    return table.features, [(post.role, post.speaker.name) for post in posts]


def test_a_table_gets_features_a_facilitator_and_a_scribe_in_one_step(event, table, set_up, at):
    ann = make_registration(event, name="Ann Example")
    room = set_up(features=["quiet", "bsl"], facilitator="fay lead", scribe="Ann Example")
    assert standing(table) == (["bsl", "quiet"], [("facilitator", "Fay Lead"), ("scribe", "Ann Example")])
    scribe = Speaker.objects.get(name="Ann Example")
    assert (scribe.email, scribe.person, scribe.project) == (ann.email, ann.person, event.project)
    assert {one.name for one in room.helpers} == {"Fay Lead", "Ann Example"}
    services.undo(event, by=None, at=at)
    assert standing(table) == ([], [])


def test_what_is_as_it_was_is_no_step(event, set_up):
    set_up(features=["bsl"], facilitator="Fay Lead")
    set_up(features=["bsl"], facilitator="Fay Lead")
    assert Step.objects.filter(event=event).count() == 1


def test_somebody_else_takes_the_post_and_undoing_gives_it_back(event, table, set_up, at):
    make_speaker(event.project, name="Gus Next")
    set_up(facilitator="Fay Lead")
    set_up(facilitator="Gus Next")
    assert standing(table)[1] == [("facilitator", "Gus Next")]
    services.undo(event, by=None, at=at)
    assert standing(table)[1] == [("facilitator", "Fay Lead")]


def test_a_delegate_who_speaks_already_is_one_person(event, table, set_up):
    ann = make_registration(event, name="Ann Example")
    Speaker.objects.filter(name="Fay Lead").update(person=ann.person)
    set_up(scribe="Ann Example")
    assert standing(table)[1] == [("scribe", "Fay Lead")]


def test_two_who_have_the_post_stay_until_one_goes(event, table, set_up):
    for name in ("Fay One", "Gus Two"):
        speaker = make_speaker(event.project, name=name)
        make_appearance(table.session, speaker=speaker, role="scribe", group=table)
    set_up(features=["bsl"], scribe="Fay One, Gus Two")
    assert len(standing(table)[1]) == 2
    with pytest.raises(Refused, match="Scribe: 2 people at this table"):
        set_up(scribe="Fay One")


def invited(event, table, at):
    Appearance.objects.filter(group=table).update(invited_at=at)


def seated_elsewhere(event, table, at):
    ann = make_registration(event, name="Ann Example")
    Speaker.objects.filter(name="Fay Lead").update(person=ann.person)
    other = table.session.groups.exclude(pk=table.pk).get()
    GroupPlace.objects.create(registration=ann, session=table.session, group=other)
    Appearance.objects.filter(group=table).delete()


def busy(event, table, at):
    begins, ends = table.session.starts_at - timedelta(minutes=10), table.session.ends_at
    talk = make_session(event, title="Keynote", starts_at=begins, ends_at=ends)
    make_appearance(talk, speaker=Speaker.objects.get(name="Fay Lead"))
    Appearance.objects.filter(group=table).delete()


def at_another_table(event, table, at):
    other = table.session.groups.exclude(pk=table.pk).get()
    Appearance.objects.filter(group=table).update(group=other)


def at_no_table(event, table, at):
    Appearance.objects.filter(group=table).update(group=None)


def two_alike(event, table, at):
    make_speaker(event.project, name="fay lead")
    Appearance.objects.filter(group=table).delete()


@pytest.mark.parametrize(
    ("happened", "name", "words"),
    [
        (invited, "", "Fay Lead has been invited. Let somebody take over"),
        (
            seated_elsewhere,
            "Fay Lead",
            "Fay Lead sits at Table 2 in this workshop. Move them to Table 1 first.",
        ),
        (busy, "Fay Lead", "Fay Lead is in “Keynote” at that time."),
        (at_another_table, "Fay Lead", "Fay Lead does that at Table 2 in this workshop already."),
        (at_no_table, "Fay Lead", "Fay Lead does that at Workshop 1 in this workshop already."),
        (two_alike, "Fay Lead", "Several people are called Fay Lead."),
        (invited, "Nobody Known", "Nobody here is called Nobody Known."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(event, table, set_up, at, happened, name, words):
    set_up(facilitator="Fay Lead")
    happened(event, table, at)
    before = standing(table)
    with pytest.raises(Refused, match=words.replace(".", r"\.")):
        set_up(facilitator=name)
    assert standing(table) == before


def test_a_feature_that_somebody_at_the_table_needs_stays(event, table, set_up):
    set_up(features=["bsl"])
    ann = make_registration(event, name="Ann Example")
    Need.objects.create(registration=ann, features=["bsl"])
    place = GroupPlace.objects.create(registration=ann, session=table.session, group=table)
    with pytest.raises(Refused, match="Ann Example sits at Table 1 and needs: British Sign Language"):
        set_up(features=[])
    assert standing(table)[0] == ["bsl"]
    event.registrations.filter(pk=place.registration_id).update(state="absent")
    set_up(features=[])
    assert standing(table)[0] == []


def test_a_table_that_was_changed_since_or_is_gone_is_not_undone(event, table, set_up, at):
    set_up(features=["bsl"])
    Group.objects.filter(pk=table.pk).update(features=["quiet"])
    with pytest.raises(Refused, match="changed since"):
        services.undo(event, by=None, at=at)
    table.delete()
    with pytest.raises(Refused, match="changed since"):
        services.undo(event, by=None, at=at)


def test_somebody_who_is_no_speaker_any_more_does_not_come_back(event, table, set_up, at):
    set_up(facilitator="Fay Lead")
    set_up(facilitator="")
    Speaker.objects.all().delete()
    with pytest.raises(Refused, match="not known any more"):
        services.undo(event, by=None, at=at)


@time_machine.travel(DAY - timedelta(days=9), tick=False)
def test_the_card_is_a_form_that_the_page_answers_with_the_new_card(client, event, table, at):
    client.force_login(make_member(event))
    page = f"/admin/event/works/groups/{table.session_id}/"
    text = client.get(page).content.decode()
    assert text.count('name="facilitator"') == 2
    assert text.count("<datalist") == 1
    told = {"set_up": "", "group": table.pk, "facilitator": "Fay Lead", "scribe": "", "features": ["quiet"]}
    answer = client.post(page, told, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 200
    for words in ("Table 1 is set up.", "Fay Lead (Facilitator)", "Quiet place", "A table was set up"):
        assert words.lower() in answer.content.decode().lower()
    assert client.post(page, told | {"group": 0}, headers={"X-Requested-With": "fetch"}).status_code == 409
