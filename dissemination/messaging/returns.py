"""What comes back by mail is taken in: bounces mark their message, diaries' answers stand at their entry."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from dissemination.documents import notices, returned
from dissemination.documents.returned import Bounce, Reply
from dissemination.messaging import letterbox, policies
from dissemination.messaging.models import Addressee, Invitation, Message

LONGEST_PROPOSAL = 400  # letters, as the column takes them
_SAID = ("proposal", "is_counter", "settled_at", "settled_by")


def take_in_all(*, at: datetime) -> int:
    """Take in everything in the returns mailbox that nobody has looked at; returns how many were understood.

    What is understood is marked as read. Everything else is flagged, and stays unread for a person. A stop in
    the middle costs nothing: taking the same mail in twice changes nothing more.
    """
    understood = 0
    with letterbox.opened() as letters:
        for letter in letters:
            if take_in(letter.raw, at=at):
                letter.mark_read()
                understood += 1
            else:
                letter.leave_to_a_person()
    return understood


@transaction.atomic
def take_in(raw: bytes, *, at: datetime) -> bool:
    """Act on one mail that came back; False when it is none of ours, and a person has to read it."""
    claim = returned.read(raw)
    if isinstance(claim, Bounce):
        return _note_bounce(claim, at=at)
    return _note_answer(claim, at=at) if isinstance(claim, Reply) else False


def take_in_notice(content: bytes, *, at: datetime) -> None:
    """Act on what a provider brings to the webhook; raises `Forged` when it does not come from there."""
    bounce = notices.read(content, key=settings.MAILGUN_SIGNING_KEY, at=at)
    if bounce:
        with transaction.atomic():
            _note_bounce(bounce, at=at)


def mark_unreachable(email: str, *, why: str, at: datetime) -> None:
    """Nothing more goes to this address until somebody lifts the stop."""
    Addressee.objects.get_or_create(email=email)
    mine = Addressee.objects.filter(email=email, unreachable_at=None)
    mine.update(unreachable_at=at, unreachable_because=why[:500])


def _note_bounce(bounce: Bounce, *, at: datetime) -> bool:
    """Our Message-IDs cannot be guessed: whoever names one has seen that mail."""
    message = Message.objects.filter(message_id=bounce.message_id).first()
    if message is None:
        return False
    said = f"{bounce.status} {bounce.diagnostic}".strip()
    message.last_error = said[:500]
    if bounce.is_final:
        message.state = Message.State.BOUNCED
    message.save(update_fields=["state", "last_error"])
    if bounce.is_final and policies.is_unreachable(bounce.status):
        mark_unreachable(message.to_email, why=said, at=at)
    return True


def _note_answer(reply: Reply, *, at: datetime) -> bool:
    """An answer stands at the entry; words and proposals wait there, and the mail unread, for a person."""
    entry = Invitation.objects.select_for_update().filter(uid=reply.uid).first()
    if entry is None or not policies.may_answer(entry, reply):
        return False
    if reply.is_counter or reply.comment:
        entry.proposal = Truncator(reply.comment or "…").chars(LONGEST_PROPOSAL)
        entry.is_counter, entry.settled_at, entry.settled_by = reply.is_counter, None, None
    if reply.answer:
        entry.answer, entry.answered_at = reply.answer, min(reply.stamped_at or at, at)
    if reply.answer == "declined":
        entry.settled_at, entry.settled_by = None, None
    entry.save(update_fields=[*_SAID, "answer", "answered_at"])
    return bool(reply.answer) and not (reply.is_counter or reply.comment)
