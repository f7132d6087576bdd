"""What may be sent to an address, and whose word about it is taken."""

from django.utils.translation import gettext as _

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.documents.returned import Reply
from dissemination.messaging.models import Addressee, Invitation, Message


def may_send(message: Message, addressee: Addressee | None) -> Verdict:
    """Nothing goes to an address that does not exist, and no news to one that refused it.

    A sign-in code always goes: whoever asks for it looks into the mailbox that very minute.
    """
    if addressee is None or message.is_secret:
        return YES
    if addressee.unreachable_at:
        return no(_("Not sent: mail to this address came back. Correct it, or lift the stop on it."))
    if message.is_news and addressee.refuses_news_at:
        return no(_("Not sent: this address asked for no more news."))
    return YES


def may_answer(entry: Invitation, reply: Reply) -> Verdict:
    """A diary answers from the address that was invited, for that entry alone, and for its newest state."""
    owner = entry.content.get("email", "")
    if not owner or {reply.sender, reply.attendee} != {owner}:
        return no(_("This answer does not come from the address that was invited."))
    if entry.is_withdrawn or reply.sequence < entry.sequence:
        return no(_("This answer is about an entry that has changed since."))
    return YES


def is_unreachable(status: str) -> bool:
    """There is no such mailbox (RFC 3463, status 5.1.x): every further mail would come back."""
    return status.startswith("5.1.")
