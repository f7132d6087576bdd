"""To whom a mailing goes: each audience as it is at the moment of sending, each person once."""

from datetime import timedelta

import pytest

from dissemination.core.verdicts import Refused
from dissemination.mailings import audiences, services
from dissemination.mailings.models import Mailing
from dissemination.messaging.models import Addressee, Message
from registrations.models import WorkshopSeat
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_place,
    make_registration,
    make_session,
    make_speaker,
    make_workshop,
)
from tests.mailings.conftest import WORDS, sent

pytestmark = pytest.mark.django_db


def names(event, audience, **more):
    mailing = Mailing(event=event, audience=audience, **WORDS, **more)
    people = [reader.name for page in audiences.pages(mailing) for reader in page]
    shown = [reader.name for reader in audiences.shown(mailing)]
    assert set(people) == set(shown)
    assert audiences.count(mailing)[0] == len(shown)
    return shown


def test_delegates_by_where_they_stand(event):
    for state in ("confirmed", "attended", "absent", "waiting", "offered", "cancelled"):
        make_registration(event, name=state, state=state)
    make_registration(make_event(), name="elsewhere")
    assert names(event, "confirmed") == ["attended", "confirmed"]
    assert names(event, "waiting") == ["offered", "waiting"]
    assert names(event, "attended") == ["attended"]
    assert names(event, "absent") == ["absent"]


def test_those_of_one_session_and_of_one_group(event):
    workshop, other = make_workshop(event, groups=2), make_workshop(event)
    ann, ben, cat, _dan = (make_registration(event, name=name) for name in ("Ann", "Ben", "Cat", "Dan"))
    one, two = workshop.groups.all()
    make_place(ann, one)
    make_place(ben, two)
    WorkshopSeat.objects.create(registration=cat, session=workshop)
    WorkshopSeat.objects.create(registration=cat, session=other)
    assert names(event, "session", session=workshop) == ["Ann", "Ben", "Cat"]
    assert names(event, "group", group=two) == ["Ben"]


def test_speakers_once_each_and_those_who_owe_slides(event):
    kim, lee = (make_speaker(event.project, name=name) for name in ("Kim", "Lee"))
    for speaker, due in ((kim, DAY), (kim, None), (lee, None)):
        make_appearance(make_session(event), speaker=speaker, slides_due_at=due)
    mailing = Mailing(event=event, audience="speakers", **WORDS)
    assert [reader.name for reader in audiences.shown(mailing)] == ["Kim", "Lee"]
    assert audiences.count(mailing) == (2, 0)
    assert names(event, "owing") == ["Kim"]


def test_those_who_want_news_once_and_not_those_who_refused(event, at):
    again = make_event(project=event.project)
    for where in (event, again):
        make_registration(where, name="Ann", email="ann@example.org", news=True)
    make_registration(event, name="Ben", email="ben@example.org", news=True)
    Addressee.objects.create(email="ben@example.org", refuses_news_at=at)
    mailing = Mailing(event=event, audience="news", **WORDS)
    assert [reader.name for reader in audiences.shown(mailing)] == ["Ann"]
    assert audiences.count(mailing) == (1, 0)


def test_news_goes_to_each_mailbox_once_with_the_way_to_end_it(event, organiser, at, play):
    again = make_event(project=event.project)
    for where in (event, again):
        make_registration(where, name="Ann", email="ann@example.org", news=True)
    mailing = services.keep(Mailing(event=event, audience="news", **WORDS), by=organiser, at=at)
    services.plan(mailing, by=organiser, at=at)
    play(11)
    mail = Message.objects.get(is_bulk=True)
    assert (sent(), mail.is_news) == (["Ann"], True)
    assert f"End news:\n{mail.unsubscribe}\n" in mail.text


def test_speakers_get_the_button_to_their_own_page(event, organiser, at, play):
    make_appearance(make_session(event), speaker=make_speaker(event.project, name="Kim", email="kim@x.org"))
    mailing = Mailing.objects.create(event=event, audience="speakers", **WORDS)
    services.plan(mailing, by=organiser, at=at)
    play(11)
    assert "Open my page:\nhttp://localhost:8000/speaking/" in Message.objects.get(is_bulk=True).text


def test_delegates_read_their_groups_organisation_and_way_in(event, organiser, at, play):
    type(event).objects.update(online_capacity=5)
    online = make_registration(event, name="Ben", mode="online")
    ann = make_registration(event, name="Ann")
    workshop = make_workshop(event, groups=1, title="Why?")
    make_place(ann, workshop.groups.get(), told_group=workshop.groups.get())
    type(event).objects.update(groups_told_at=at, joining_link="https://example.org/join")
    event.refresh_from_db()
    body = "{name} of {organisation} in {where}\n\n{groups}\n\n{join}"
    mailing = Mailing.objects.create(event=event, subject="S", body=body)
    services.plan(mailing, by=organiser, at=at)
    play(11)
    told = dict(Message.objects.filter(is_bulk=True).values_list("to_name", "text"))
    assert told["Ann"] == "Ann of  in Harbour Hall, Northvale, 1 Quay Street\n\n- Why? Table 1, 11:30–12:30\n"
    assert told["Ben"] == "Ben of  in Online\n\nJoin online on the day:\nhttps://example.org/join\n"
    assert online.mode == "online"


def test_whoever_has_no_address_is_counted_and_gets_no_mail(event, organiser, at, play):
    make_registration(event, name="Ann", email="")
    make_registration(event, name="Ben", email="", contact_email="desk@example.org")
    mailing = Mailing.objects.create(event=event, **WORDS)
    assert audiences.count(mailing) == (2, 1)
    services.plan(mailing, by=organiser, at=at)
    play(11)
    assert sent() == ["Ben"]


def test_a_reader_is_found_by_key(event):
    ann = make_registration(event, name="Ann", email="ann@example.org", news=True)
    nobody = make_registration(event, name="Ben", email="")
    kim = make_appearance(make_session(event), speaker=make_speaker(event.project, name="Kim"))
    keys = {
        "confirmed": [f"person-{ann.person_id}", f"registration-{nobody.pk}"],
        "speakers": [f"speaker-{kim.speaker_id}"],
        "news": ["address-ann@example.org"],
    }
    for audience, known in keys.items():
        mailing = Mailing(event=event, audience=audience, **WORDS)
        assert [audiences.reader(mailing, key).key for key in known] == known
        for wrong in ("", "x-1", "person-x", "person-99999999999999999999", "speaker-0", "address-no@x.org"):
            assert audiences.reader(mailing, wrong) is None


def test_an_audience_of_any_size_is_read_in_pages(event, monkeypatch):
    monkeypatch.setattr(audiences, "PAGE", 2)
    for number in range(5):
        make_registration(event, name=f"D{number}")
    mailing = Mailing(event=event, audience="confirmed", **WORDS)
    assert [len(page) for page in audiences.pages(mailing)] == [2, 2, 1]


def test_a_moved_event_is_told_with_its_new_day(event, organiser, at, play):
    make_registration(event, name="Ann")
    services.carry_out(at=at)
    type(event).objects.update(starts_at=DAY + timedelta(days=7), ends_at=DAY + timedelta(days=7, hours=7))
    play(14 * 24 * 60)
    assert sent() == []
    play(7 * 24 * 60)
    assert sent() == ["Ann"]


def test_those_who_facilitate_write_or_interpret(event):
    for role in ("speaker", "chair", "facilitator", "scribe", "interpreter"):
        speaker = make_speaker(event.project, name=role)
        make_appearance(make_session(event), speaker=speaker, role=role)
    assert names(event, "helping") == ["facilitator", "interpreter", "scribe"]


def test_those_whom_the_list_of_delegates_shows_as_they_are_when_it_leaves(event, organiser, at, play):
    group = make_workshop(event, groups=1).groups.get()
    ann, ben = (make_registration(event, name=name, news=True) for name in ("Ann", "Ben"))
    make_registration(event, name="Cat")
    make_registration(make_event(), name="Dan", news=True)
    assert names(event, "list", filters="news=yes") == ["Ann", "Ben"]
    make_place(ann, group)
    assert names(event, "list", filters=f"news=yes&group={group.pk}&sort=name&other=1") == ["Ann"]
    assert names(event, "list", filters="q=ben") == ["Ben"]
    mailing = Mailing.objects.create(event=event, audience="list", filters="news=yes", **WORDS)
    services.plan(mailing, by=organiser, at=at)
    type(ben).objects.filter(pk=ben.pk).update(news=False)
    play(12)
    assert sent() == ["Ann"]


def test_a_list_without_a_filter_is_nobodys_audience(event, organiser, at):
    mailing = Mailing.objects.create(event=event, audience="list", **WORDS)
    with pytest.raises(Refused, match="Filter the list of delegates"):
        services.plan(mailing, by=organiser, at=at)
