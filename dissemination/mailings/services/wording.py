"""The words of a usual mailing: those that its event has for it, as long as nobody has edited them."""

from django.db.models import Q

from dissemination.mailings.models import Mailing
from dissemination.messaging import texts
from dissemination.messaging.models import Wording

State = Mailing.State


def follow(mailing: Mailing) -> Mailing:
    """Give it the words that its event has for it now. What somebody edited or approved stays as it is."""
    is_open = mailing.state in (State.DRAFT, State.PLANNED) and not mailing.begun_at
    if mailing.is_usual and is_open and not mailing.approved_at:
        words = texts.words_of(mailing.letter, mailing.event)
        if words != texts.Words(mailing.subject, mailing.body) and _is_unedited(mailing):
            mailing.subject, mailing.body = words.subject, words.body
    return mailing


def settle(mailing: Mailing) -> None:
    """It begins: from here on its words stay as they are. Whoever edited them meanwhile is heard."""
    if mailing.is_usual:
        mailing.refresh_from_db(fields=["subject", "body", "approved_at"])
        follow(mailing).save(update_fields=["subject", "body"])


def _is_unedited(mailing: Mailing) -> bool:
    """It says what comes with the product, or what the event or the house has once had for it."""
    with texts.spoken_at(mailing.event):
        standard = texts.standard(mailing.letter)
    if standard == texts.Words(mailing.subject, mailing.body):
        return True
    versions = Wording.objects.filter(Q(event=mailing.event) | Q(event=None), name=mailing.letter)
    return versions.filter(subject=mailing.subject, body=mailing.body).exists()
