"""What people do about mail: end news, lift a stop, send something again."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.messaging import policies, tasks
from dissemination.messaging.models import Addressee, Message


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
def send_again(message: Message, *, by: User, at: datetime) -> Message:
    """The same words once more, as a mail of its own; the calendar entry travels as it was."""
    policies.may_send_again(message, by=by).enforce()
    identity = uuid.uuid4()
    copy = Message.objects.get(pk=message.pk)
    copy.pk, copy.key = None, f"again:{message.pk}:{identity}"
    copy.message_id = f"<{identity}@{urlsplit(settings.SITE_URL).hostname}>"
    copy.state, copy.attempts, copy.sent_at, copy.last_error = Message.State.QUEUED, 0, None, ""
    copy.dated_at = copy.due_at = at
    copy.save()
    record("send again", message, by=by, at=at, event_id=message.event_id)
    transaction.on_commit(tasks.wake, robust=True)
    return copy
