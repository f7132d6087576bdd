"""What may not be sent, whoever asks; who sees mailings; and the worker's own duty."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dissemination.core.verdicts import Refused
from dissemination.mailings import services, tasks
from dissemination.mailings.models import Mailing, PersonalWords, QuietTime
from tests.factories import make_event, make_member, make_registration, make_workshop
from tests.mailings.conftest import WORDS

pytestmark = pytest.mark.django_db


def test_session_and_group_are_of_the_event(event, organiser, at):
    elsewhere = make_workshop(make_event(), groups=1)
    for values in (
        {"audience": "session", "session": elsewhere},
        {"audience": "group", "group": elsewhere.groups.get()},
        {"audience": "session"},
        {"audience": "group"},
    ):
        with pytest.raises(Refused):
            services.keep(Mailing(event=event, **WORDS, **values), by=organiser, at=at)


def test_news_is_not_sent_without_a_way_to_end_it(event, organiser, at):
    with pytest.raises(Refused):
        services.keep(Mailing(event=event, audience="news", subject="S", body="B"), by=organiser, at=at)


def test_what_has_begun_is_not_rewritten(mailing, organiser, at):
    stale = Mailing.objects.select_related("event").get()
    Mailing.objects.update(state="sending")
    with pytest.raises(Refused):
        services.keep(stale, by=organiser, at=at)
    with pytest.raises(Refused):
        services.write_for_one(stale, "person-1", body="{nmae}", is_left_out=False, by=organiser, at=at)


def test_a_stop_in_the_same_instant_has_the_last_word(mailing, three, organiser, at, play, monkeypatch):
    services.plan(mailing, by=organiser, at=at)
    planned = list(Mailing.objects.planned())
    services.stop(mailing, by=organiser, at=at)
    monkeypatch.setattr(type(Mailing.objects.all()), "planned", lambda rows: rows.filter(pk=planned[0].pk))
    play(12)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.begun_at) == ("draft", None)


def test_organisers_see_the_mailings_of_their_events(mailing, event, organiser):
    PersonalWords.objects.create(mailing=mailing, reader="person-1", body="B")
    event.quiet_times.create(begins="20:00", ends="07:00")
    other = make_member(make_event())
    for model in (Mailing, PersonalWords, QuietTime):
        assert model.objects.for_user(organiser).count() == 1
        assert model.objects.for_user(other).count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"timing": "before"},
        {"timing": "at", "state": "planned"},
        {"state": "paused"},
        {"kind": "joining"},
    ],
)
def test_the_database_keeps_what_cannot_be(event, values):
    Mailing.objects.create(event=event, kind="joining", **WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(event=event, **WORDS, **values)


def test_the_worker_carries_out_what_is_due(event, three, organiser, at):
    with time_machine.travel(at, tick=False):
        tasks.carry_out()
    assert event.mailings.count() == 2


def test_a_message_to_nobody_is_not_sent(event, organiser, at):
    mailing = Mailing.objects.create(event=event, **WORDS)
    with pytest.raises(Refused, match="Nobody would get this now"):
        services.plan(mailing, by=organiser, at=at)
    make_registration(event)
    assert services.plan(mailing, by=organiser, at=at).state == "planned"
