"""What cannot be kept together is said by name, nothing is changed, and no pin is lost."""

import pytest

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.services import solving
from registrations.models import GroupPlace, KeepRule, Need
from sessions.models import Group
from tests.factories import make_appearance, make_registration, make_speaker
from tests.groups.tables import make_day, seats
from tests.pseudo import language

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    """Eight people at two tables; Ann and Bob are pinned, to the first and to the second."""
    event = make_day(people=6, tables=2, workshops=1, slug="works")
    ann, bob = (make_registration(event, name=name) for name in ("Ann Example", "Bob Example"))
    services.allocate(event, by=None, at=at, steps=5)
    for one, table in ((ann, "Table 1"), (bob, "Table 2")):
        one.places.update(is_pinned=True, group=Group.objects.get(session__event=event, name=table))
    return event


def people(event):
    return event.registrations.get(name="Ann Example"), event.registrations.get(name="Bob Example")


def table(event, name="Table 1"):
    return Group.objects.get(session__event=event, name=name)


def pins(event):
    return set(
        GroupPlace.objects.filter(registration__event=event, is_pinned=True).values_list("pk", "group")
    )


def too_small(event):
    GroupPlace.objects.filter(registration__event=event).update(is_pinned=True, group=table(event))


def two_tables(event):
    ann, _bob = people(event)
    speaker = make_speaker(event.project, person=ann.person)
    other = table(event, "Table 2")
    make_appearance(other.session, speaker=speaker, role="scribe", group=other)


def apart(event):
    ann, bob = people(event)
    bob.places.update(group=table(event))
    KeepRule.objects.create(event=event, kind="apart", one=ann, other=bob)


def together(event):
    ann, bob = people(event)
    KeepRule.objects.create(event=event, kind="together", one=ann, other=bob)


def lacking(event):
    ann, _bob = people(event)
    table(event, "Table 2").session.groups.filter(name="Table 2").update(features=["hearing_loop"])
    Need.objects.create(registration=ann, features=["hearing_loop"])


def crowded(event):
    for _ in range(4):
        make_registration(event)


@pytest.mark.parametrize("how", ["make", "improve"])
@pytest.mark.parametrize(
    ("clash", "words"),
    [
        (too_small, "8 people are pinned to Table 1 in “Workshop 1”, which seats 6."),
        (two_tables, "Ann Example is pinned to Table 1 and to Table 2 in “Workshop 1”."),
        (
            apart,
            "Ann Example and Bob Example are to sit apart and are both pinned to Table 1 in “Workshop 1”.",
        ),
        (
            together,
            "Bob Example are kept together, and pinned to Table 1 and Table 2 in “Workshop 1”.",
        ),
        (lacking, "Ann Example needs a table with a hearing loop and is pinned to Table 1 in “Workshop 1”"),
        (crowded, "13 people are to be seated, “Workshop 1” has 12 seats."),
    ],
)
def test_rules_that_clash_are_told_by_their_names(event, at, clash, words, how):
    clash(event)
    make_registration(event)  # somebody is left to be seated
    before, pinned = seats(event), pins(event)
    draft = services.work_on(services.ask_for_draft(event, how=how, by=None, at=at), at=at, steps=5)
    assert words in draft.reason
    with pytest.raises(Refused, match="no draft to use"):
        services.use_draft(event, by=None, at=at)
    assert (seats(event), pins(event)) == (before, pinned)


def test_a_need_that_is_withdrawn_binds_nobody_any_more(event, at):
    ann, _bob = people(event)
    Group.objects.filter(pk=table(event).pk).update(features=["bsl"])
    need = Need.objects.create(registration=ann, features=["bsl"])
    services.allocate(event, by=None, at=at, steps=5)
    need.delete()
    services.move(ann, table(event, "Table 2"), by=None, at=at)
    services.allocate(event, by=None, at=at, steps=5)
    assert (len(seats(event)), seats(event)[ann.name, "Workshop 1"]) == (8, "Table 2")


def test_a_clash_is_told_in_the_language_of_the_organiser(event, at, monkeypatch):
    for _ in range(5):
        make_registration(event)
    monkeypatch.setattr(solving, "gettext", language.gettext)
    monkeypatch.setattr(solving, "ngettext", language.ngettext)
    with pytest.raises(Refused) as refusal:
        services.allocate(event, by=None, at=at, steps=5)
    assert refusal.value.reason == ("⟦13 people are to be seated⟧, ⟦⟦“Workshop 1”⟧ has 12 seats⟧.")
