"""A speaker's new address: the old mailbox loses entry and link, the new one gets its own."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from dissemination.core.tokens import link_token
from dissemination.messaging.models import Message
from speakers import services
from speakers.models import Appearance

pytestmark = pytest.mark.django_db


def readdress(talk, email, at):
    talk.speaker.email = email
    services.save_speaker(talk.speaker, by=None, at=at)


def entries():
    """What went out: address, kind of entry, its UID."""
    rows = Message.objects.exclude(calendar="").order_by("pk")
    return [
        (one.to_email, one.method, str(Calendar.from_ical(one.calendar).walk("VEVENT")[0]["UID"]))
        for one in rows
    ]


def test_the_old_mailbox_loses_the_entry_and_the_new_one_gets_its_own(talk, at):
    services.invite(talk, by=None, at=at)
    old_code = Appearance.objects.get().code
    later = at + timedelta(minutes=5)
    readdress(talk, "kim@new.example.org", later)
    (first, asked, uid), (left, withdrawn, same), (new, invited, other) = entries()
    assert (first, asked) == ("kim@example.org", "REQUEST")
    assert (left, withdrawn, same) == ("kim@example.org", "CANCEL", uid)
    assert (new, invited, other != uid) == ("kim@new.example.org", "REQUEST", True)
    talk.refresh_from_db()
    assert (talk.code != old_code, talk.invited_at) == (True, later)
    told = Message.objects.order_by("pk").last()
    assert (talk.speaker.person.email, told.person) == ("kim@new.example.org", talk.speaker.person)


def test_without_a_new_address_the_entry_is_taken_back_and_the_old_link_ends(client, talk, at):
    services.invite(talk, by=None, at=at)
    link = f"/speaking/{link_token('speaking', talk.code)}/"
    assert client.get(link).status_code == 302
    readdress(talk, "", at)
    assert [method for _, method, _ in entries()] == ["REQUEST", "CANCEL"]
    talk.refresh_from_db()
    assert (talk.invited_at, talk.speaker.person) == (None, None)
    assert client.get(link).status_code != 302


def test_somebody_not_invited_yet_hears_nothing(talk, at):
    readdress(talk, "kim@new.example.org", at)
    assert Message.objects.count() == 0


def test_another_name_alone_moves_nothing(talk, at):
    services.invite(talk, by=None, at=at)
    talk.speaker.name = "Kim Sample-Jones"
    services.save_speaker(talk.speaker, by=None, at=at)
    assert Message.objects.count() == 1


def test_after_the_talk_a_new_address_is_not_invited(talk, at):
    services.invite(talk, by=None, at=at)
    readdress(talk, "kim@new.example.org", talk.session.ends_at + timedelta(days=1))
    assert [(who, method) for who, method, _ in entries()] == [
        ("kim@example.org", "REQUEST"),
        ("kim@example.org", "CANCEL"),
    ]


def test_who_has_no_entry_any_more_is_not_told_of_its_end(talk, at):
    services.invite(talk, by=None, at=at)
    talk.event.invitations.all().delete()
    readdress(talk, "kim@new.example.org", at + timedelta(minutes=5))
    assert [method for _, method, _ in entries()] == ["REQUEST", "REQUEST"]
