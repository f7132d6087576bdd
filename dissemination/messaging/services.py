"""What people do about mail: end news, lift a stop, send something again, write other words for it."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.text import one_line, prose
from dissemination.events.models import Event
from dissemination.messaging import policies, tasks
from dissemination.messaging.models import Addressee, Invitation, Message, Wording


def refuse_news(addressee: Addressee, *, at: datetime) -> None:
    """No more news to this address, whichever project it is of; pressed again, nothing changes."""
    Addressee.objects.filter(pk=addressee.pk, refuses_news_at=None).update(refuses_news_at=at)


@transaction.atomic
def lift_stop(addressee: Addressee, *, by: User, at: datetime) -> Addressee:
    """Mail goes to this address again. What was not sent meanwhile is not sent by itself."""
    addressee = Addressee.objects.select_for_update().get(pk=addressee.pk)
    policies.may_lift(addressee, by=by).enforce()
    addressee.unreachable_at, addressee.unreachable_because = None, ""
    addressee.save(update_fields=["unreachable_at", "unreachable_because"])
    record("lift the stop on an address", addressee, by=by, at=at)
    return addressee


@transaction.atomic
def settle(entry: Invitation, *, by: User, at: datetime) -> Invitation:
    """Somebody has dealt with what the owner of a diary wrote; whatever they write next is open again."""
    entry = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=entry.pk)
    policies.may_settle(entry, by=by).enforce()
    entry.settled_at, entry.settled_by = at, by
    entry.save(update_fields=["settled_at", "settled_by"])
    record("settle a diary's words", entry, by=by, at=at, event_id=entry.event_id)
    return entry


@transaction.atomic
def send_again(message: Message, *, by: User, at: datetime) -> Message:
    """The same words once more, as a mail of its own; the calendar entry travels as it was.

    A mailing does not count it among its own: how far that is, its first mails say.
    """
    policies.may_send_again(message, by=by).enforce()
    identity = uuid.uuid4()
    copy = Message.objects.get(pk=message.pk)
    copy.pk, copy.key = None, f"again:{message.pk}:{identity}"
    copy.message_id = f"<{identity}@{urlsplit(settings.SITE_URL).hostname}>"
    if copy.is_bulk:
        copy.kind = f"{copy.kind.removesuffix(' again')} again"
    copy.state, copy.attempts, copy.sent_at, copy.last_error = Message.State.QUEUED, 0, None, ""
    copy.dated_at = copy.due_at = at
    copy.save()
    record("send again", message, by=by, at=at, event_id=message.event_id)
    transaction.on_commit(tasks.wake, robust=True)
    return copy


@transaction.atomic
def write_words(
    name: str,
    event: Event | None,
    *,
    subject: str,
    body: str,
    by: User,
    at: datetime,
    language: str = settings.LANGUAGE_CODE,
) -> Wording:
    """From now on this mail says this in this language, at one event or (without one) in the whole house."""
    policies.may_write_words(name, event, by=by).enforce()
    subject, body = one_line(subject), prose(body)
    policies.are_words_whole(name, subject=subject, body=body).enforce()
    in_force = _in_force(name, event, language)
    if in_force and (in_force.subject, in_force.body) == (subject, body):
        return in_force
    _put_out_of_force(name, event, language)
    words = {"subject": subject, "body": body, "written_at": at, "written_by": by}
    wording = Wording.objects.create(name=name, event=event, language=language, **words)
    record("write a mail", wording, by=by, at=at, event_id=event.pk if event else None)
    return wording


@transaction.atomic
def use_version(wording: Wording, *, by: User, at: datetime) -> Wording:
    """An earlier version counts again."""
    policies.may_write_words(wording.name, wording.event, by=by).enforce()
    policies.are_words_whole(wording.name, subject=wording.subject, body=wording.body).enforce()
    _in_force(wording.name, wording.event, wording.language)
    _put_out_of_force(wording.name, wording.event, wording.language)
    wording.is_in_force = True
    wording.save(update_fields=["is_in_force"])
    record("bring back words of a mail", wording, by=by, at=at, event_id=wording.event_id)
    return wording


@transaction.atomic
def restore_standard(
    name: str, event: Event | None, *, by: User, at: datetime, language: str = settings.LANGUAGE_CODE
) -> None:
    """The standard text counts again (at an event: that of the house). Own versions stay to be read."""
    policies.may_write_words(name, event, by=by).enforce()
    if in_force := _in_force(name, event, language):
        _put_out_of_force(name, event, language)
        record("restore a mail", in_force, by=by, at=at, event_id=in_force.event_id)


def _in_force(name: str, event: Event | None, language: str) -> Wording | None:
    """The own words that count now; whoever changes them at the same time waits for their turn."""
    if event:
        Event.objects.select_for_update().get(pk=event.pk)
    rows = Wording.objects.of(event).filter(name=name, language=language, is_in_force=True)
    return rows.select_for_update(of=("self",)).first()


def _put_out_of_force(name: str, event: Event | None, language: str) -> None:
    Wording.objects.of(event).filter(name=name, language=language).update(is_in_force=False)
