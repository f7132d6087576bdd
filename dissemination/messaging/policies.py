"""What may be sent to an address, and whose word about it is taken."""

import re

from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.documents.returned import Reply
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from dissemination.messaging import placeholders
from dissemination.messaging.models import Addressee, Invitation, Message
from dissemination.messaging.vocabulary import ALL_NAMES, MAILS

_UID, _SEQUENCE = re.compile(r"^UID:(\S+)", re.MULTILINE), re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)


def may_send(message: Message, addressee: Addressee | None) -> Verdict:
    """Nothing goes to an address that does not exist, and no news to one that refused it.

    A sign-in code always goes: whoever asks for it looks into the mailbox that very minute.
    """
    if message.is_bulk and message.event and message.event.is_cancelled:
        return no(_("Not sent: the event has been cancelled."))
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
    if entry.answered_at and reply.stamped_at and reply.stamped_at < entry.answered_at:
        return no(_("This answer is older than the one that is known."))
    return YES


def may_settle(entry: Invitation, *, by: User) -> Verdict:
    """An organiser has read what stands beside an answer, or a no, and done what it asks for."""
    if not entry.proposal and entry.answer != entry.Answer.DECLINED:
        return no(_("Nobody has written anything here."))
    if entry.settled_at:
        return no(_("This is done already."))
    return event_policies.may_send_mail(by, entry.event)


def is_unreachable(status: str) -> bool:
    """There is no such mailbox (RFC 3463, status 5.1.x): every further mail would come back."""
    return status.startswith("5.1.")


def may_send_again(message: Message, *, by: User) -> Verdict:
    """An organiser sends a mail again that has left, or that will not leave any more."""
    if message.event is None or message.is_secret:
        return no(_("A sign-in code is not sent again. Its reader asks for a new one."))
    if not message.text:
        return no(_("The words of this mail have been deleted, as they are after a while."))
    if message.state in (Message.State.QUEUED, Message.State.LEASED, Message.State.HELD):
        return no(_("This mail is still on its way."))
    may_send_mail = event_policies.may_send_mail(by, message.event)
    return may_send_mail and _is_of_something_sent(message) and _is_latest_of_its_entry(message)


def _is_of_something_sent(message: Message) -> Verdict:
    """What was held back of a mailing stays so, and all of one that is paused, stopped or leaving still."""
    if not message.is_bulk or message.event is None:
        return YES
    if message.state == Message.State.CANCELLED:
        return no(_("This mail of a mailing was held back, and stays so. Write to this person instead."))
    number = message.kind.split()[1:2]  # of the mailing: “mailing 7”, “follow-up 7”
    if not message.event.mailings.filter(pk__in=number).exclude(state="sent").exists():
        return YES
    return no(_("The mailing of this mail is paused, stopped or not finished. Nothing of it is sent again."))


def _is_latest_of_its_entry(message: Message) -> Verdict:
    """An old mail would put into a diary what has been changed or taken out since."""
    uid, sequence = _UID.search(message.calendar), _SEQUENCE.search(message.calendar)
    if uid is None or sequence is None:
        return YES
    entry = Invitation.objects.filter(uid=uid[1]).first()
    if entry and entry.sequence == int(sequence[1]) and entry.is_withdrawn == (message.method == "CANCEL"):
        return YES
    return no(_("The calendar entry of this mail has changed since, or is withdrawn. Send the latest mail."))


def may_lift(addressee: Addressee, *, by: User) -> Verdict:
    """Who organises an event that wrote to an address may try it again; news stays its reader's choice."""
    if addressee.unreachable_at is None:
        return no(_("Mail goes to this address."))
    mine = Addressee.objects.for_user(by).filter(pk=addressee.pk)
    return YES if mine.exists() else no(_("Only organisers who have written to this address may do this."))


def may_write_words(name: str, event: Event | None, *, by: User) -> Verdict:
    """Organisers write the mails of their event; administrators those of the house, and of no event."""
    mail = MAILS.get(name)
    if mail is None:
        return no(_("There is no such mail."))
    if event and not mail.is_of_house:
        return event_policies.may_send_mail(by, event)
    return (
        YES
        if by.is_active and by.is_superuser
        else no(_("Only administrators write the mails of the house."))
    )


def faults_of_words(name: str, *, subject: str, body: str) -> dict[str, list[str]]:
    """What has to be put right in the words of a mail, by field; nothing when they can be sent."""
    mail, wrong = MAILS[name], placeholders.faults
    found = {
        "subject": wrong(subject, mail, elsewhere=ALL_NAMES) + placeholders.faults_of_subject(subject, mail),
        "body": wrong(body, mail, elsewhere=ALL_NAMES) + placeholders.lacking(body, mail),
    }
    return {field: faults for field, faults in found.items() if faults}


def are_words_whole(name: str, *, subject: str, body: str) -> Verdict:
    """Every placeholder is known to this mail, and what it must hold is there."""
    found = faults_of_words(name, subject=subject, body=body)
    return no(" ".join(fault for faults in found.values() for fault in faults)) if found else YES
