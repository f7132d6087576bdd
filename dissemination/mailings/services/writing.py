"""Verbs about the words of a mailing and the hours in which none leaves."""

import uuid
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import may_send_mail
from dissemination.mailings import emails, policies
from dissemination.mailings.models import Mailing, Objection, PersonalWords, QuietTime, SpeakersObjection
from dissemination.mailings.services import approving, spacing, wording
from dissemination.messaging import texts
from dissemination.messaging.models import Message
from dissemination.messaging.policies import are_words_whole
from registrations.invites import reader_key
from registrations.models import Registration
from speakers.models import Appearance

NINE = time(9, 0)
USUAL = ((Mailing.Kind.JOINING, 7), (Mailing.Kind.REMINDER, 1))


def lay_out_usual(event: Event, *, at: datetime) -> list[Mailing]:
    """Joining instructions 7 days before and a reminder 1 day before, at nine; each only once for an event.

    What could not leave any more in time stands there as a draft.
    """
    known = set(event.mailings.values_list("kind", flat=True))
    made = [_usual(event, kind, days, at=at) for kind, days in USUAL if kind not in known]
    Mailing.objects.bulk_create(made, ignore_conflicts=True)
    return made


def _usual(event: Event, kind: str, days: int, *, at: datetime) -> Mailing:
    words = texts.words_of(f"mailings/{kind}", event)
    mailing = Mailing(
        event=event, kind=kind, subject=words.subject, body=words.body,
        timing=Mailing.Timing.BEFORE, days_before=days, hour=NINE,
    )  # fmt: skip
    moment = mailing.leaves_at
    if moment and moment >= at + policies.STOP_TIME:
        mailing.state, mailing.planned_at = Mailing.State.PLANNED, at
        mailing.for_start = event.starts_at
    return mailing


@transaction.atomic
def keep(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """Keep the words, the audience and the moment. What is planned stays planned, and is looked at again."""
    if mailing.pk:
        mailing.state = Mailing.objects.select_for_update().values_list("state", flat=True).get(pk=mailing.pk)
    policies.may_write(mailing, by=by).enforce()
    is_planned = mailing.state == Mailing.State.PLANNED
    if is_planned:
        _still_in_time(mailing, at=at)
        mailing.planned_by, mailing.approved_at, mailing.approved_by = by, None, None
        mailing.for_start, mailing.not_before = mailing.event.starts_at, None
    mailing.save()
    record("write a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    if is_planned:
        approving.ask(mailing, at=at)
    return mailing


def _still_in_time(mailing: Mailing, *, at: datetime) -> None:
    if mailing.timing == Mailing.Timing.AT_ONCE:
        mailing.sends_at = at + policies.STOP_TIME
    elif (moment := mailing.leaves_at) is None or moment < at + policies.STOP_TIME:
        raise Refused(policies.TOO_SOON)


@transaction.atomic
def write_for_one(
    mailing: Mailing, reader: str, *, body: str, is_left_out: bool, by: User, at: datetime
) -> PersonalWords | None:
    """This reader gets other words, or nothing; an empty text gives them what everybody gets."""
    policies.may_write(mailing, by=by).enforce()
    if body:
        are_words_whole(mailing.letter, subject=mailing.subject, body=body).enforce()
    record("write a mailing for one reader", mailing, by=by, at=at, event_id=mailing.event_id)
    if not body and not is_left_out:
        PersonalWords.objects.filter(mailing=mailing, reader=reader).delete()
        return None
    words, _is_new = PersonalWords.objects.update_or_create(
        mailing=mailing,
        reader=reader,
        defaults={"body": body or mailing.body, "is_left_out": is_left_out},
    )
    return words


@transaction.atomic
def send_test(mailing: Mailing, *, by: User, at: datetime) -> Message | None:
    """The mailing to oneself, to see it in one's own mail program."""
    may_send_mail(by, mailing.event).enforce()
    wording.follow(mailing)
    are_words_whole(mailing.letter, subject=mailing.subject, body=mailing.body).enforce()
    record("test a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    return emails.send_test(mailing, to=by, key=f"mailing-test:{uuid.uuid4()}", at=at)


@transaction.atomic
def want_fewer(registration: Registration, *, at: datetime) -> None:
    """Nothing more that goes to many at this event goes to them; what waits to leave does not leave."""
    Objection.objects.get_or_create(registration=registration, defaults={"made_at": at})
    waiting = Message.objects.copies_for(registration.event_id, reader_key(registration))
    waiting.call_back(why=_("Not sent: they asked for none of the messages to many of this event."))


@transaction.atomic
def speaker_wants_fewer(appearance: Appearance, *, at: datetime) -> None:
    """The same for whoever speaks or helps: what they owe, and what becomes of their part, still comes."""
    event, speaker = appearance.event, appearance.speaker
    SpeakersObjection.objects.get_or_create(event=event, speaker=speaker, defaults={"made_at": at})
    if speaker.email:
        waiting = Message.objects.filter(event=event, is_bulk=True, to_email=speaker.email, unsubscribe="")
        waiting.call_back(why=_("Not sent: they asked for none of the messages to many of this event."))


def speaker_wants_all(appearance: Appearance) -> None:
    """What goes to many who speak or help goes to them again."""
    SpeakersObjection.objects.filter(event=appearance.event, speaker=appearance.speaker).delete()


def want_all(registration: Registration) -> None:
    """What goes to many goes to them again."""
    Objection.objects.filter(registration=registration).delete()


@transaction.atomic
def keep_quiet(quiet: QuietTime, *, by: User, at: datetime) -> QuietTime:
    """Nothing of a mailing leaves then. What was to leave at that time leaves when it is over."""
    policies.may_keep_quiet(quiet, by=by).enforce()
    quiet.save()
    record("keep quiet", quiet, by=by, at=at, event_id=quiet.event_id)
    spacing.spread_again(quiet.event, at=at)
    return quiet


@transaction.atomic
def end_quiet(quiet: QuietTime, *, by: User, at: datetime) -> None:
    """That time is like any other. What waited for its end can be stopped for ten minutes, then it leaves.

    What is in the outbox already leaves when it was put off to.
    """
    may_send_mail(by, quiet.event).enforce()
    record("end a quiet time", quiet, by=by, at=at, event_id=quiet.event_id)
    waiting = spacing.put_off(quiet.event, at=at)
    quiet.delete()
    spacing.give_time_to_stop(waiting, at=at)
