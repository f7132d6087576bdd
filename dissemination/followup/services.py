"""What can be done with the follow-up: lay out the plan, change it, look at it, send it once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record as note
from dissemination.events.models import Event
from dissemination.events.policies import may_send_mail
from dissemination.followup import emails, policies, record
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import services as mailings
from dissemination.mailings.audiences import Reader
from dissemination.mailings.models import Mailing
from dissemination.messaging.models import Message
from dissemination.messaging.texts import Letter, spoken_at

THANKS, OUTCOMES, STORIES, _CUSTOM = FollowUpItem.Kind
ATTENDED, ABSENT, SPEAKERS, NEWS = FollowUpItem.Audience


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the pre-built plan: what, to whom, how many working days after, and its words."""

    kind: str
    audience: str
    working_days: int
    subject: Promise
    introduction: Promise


PLAN = (
    Planned(
        THANKS,
        ATTENDED,
        1,
        _("Thank you for coming to “%(event)s”: the slides so far"),
        _("Thank you for coming and for what you brought to the tables. Here is what is ready."),
    ),
    Planned(
        THANKS,
        ABSENT,
        1,
        _("What you can read from “%(event)s”"),
        _("You could not be with us, so here is what was shown and said."),
    ),
    Planned(
        THANKS,
        SPEAKERS,
        1,
        _("Thank you for your part in “%(event)s”"),
        _("Thank you for your part in the day. People have asked for what you showed; here it stands."),
    ),
    Planned(
        OUTCOMES,
        ATTENDED,
        10,
        _("What was concluded at “%(event)s”"),
        _("The conclusions are out. See what became of what your group said."),
    ),
    Planned(
        OUTCOMES,
        ABSENT,
        10,
        _("What was concluded at “%(event)s”"),
        _("The conclusions are out, each with the words that it rests on."),
    ),
    Planned(
        OUTCOMES,
        SPEAKERS,
        10,
        _("What was concluded at “%(event)s”"),
        _("The conclusions are out. See what the tables made of what they heard from you."),
    ),
    Planned(
        STORIES,
        NEWS,
        10,
        _("Do you have a story? “%(event)s” and what came of it"),
        _("Stories of where it works convince most. If you have one, tell us: we help you write it."),
    ),
)


@transaction.atomic
def lay_out_plan(event: Event, *, by: User, at: datetime) -> list[FollowUpItem]:
    """The event's plan, with the pre-built items; those that are there stay as they are."""
    may_send_mail(by, event).enforce()
    for line in PLAN:
        item, is_new = FollowUpItem.objects.get_or_create(
            event=event, kind=line.kind, audience=line.audience, defaults=_begun(line, event)
        )
        if is_new:
            note("planned a follow-up", item, by=by, at=at, event_id=event.pk)
    return list(event.follow_up.in_order())


def _begun(line: Planned, event: Event) -> dict[str, object]:
    """Words and day of a line, to begin with."""
    last = event.local(event.ends_at).date()
    with spoken_at(event):
        words = {
            "subject": str(line.subject % {"event": event.title}),
            "introduction": str(line.introduction),
        }
    return words | {"due_on": policies.working_day(last, after=line.working_days)}


@transaction.atomic
def keep(item: FollowUpItem, *, by: User, at: datetime) -> FollowUpItem:
    """Keep an item as an organiser has written it: a new one, or one that has not gone out."""
    standing = FollowUpItem.objects.select_for_update().get(pk=item.pk) if item.pk else item
    for one in (standing, item):
        policies.may_write(one, by=by).enforce()
    item.save()
    note("changed a follow-up", item, by=by, at=at, event_id=item.event_id)
    return item


@transaction.atomic
def issue(item: FollowUpItem, *, by: User, at: datetime) -> FollowUpItem:
    """It leaves in ten minutes, once to everybody in its audience. Pressed again, nothing more happens."""
    rows = FollowUpItem.objects.select_for_update(of=("self",))
    item = rows.select_related("event__project", "mailing").get(pk=item.pk)
    if item.is_issued:
        return item
    policies.may_issue(item, by=by, at=at).enforce()
    sending = item.sending
    sending.save()
    item.mailing = mailings.plan(sending, by=by, at=at)
    item.save(update_fields=["mailing"])
    return item


def carry_out(*, at: datetime) -> None:
    """What the clock does: begin what is due, and write it. It is held while nothing promised is ready."""
    for item in FollowUpItem.objects.on_the_move().select_related("event__project", "mailing"):
        sending = item.sending
        if sending.state == Mailing.State.SENDING or policies.is_ready(item):
            mailings.go_on(sending, emails.Post, at=at)


@transaction.atomic
def send_test(item: FollowUpItem, *, by: User, at: datetime) -> Message | None:
    """The item to oneself, to see it in one's own mail program."""
    may_send_mail(by, item.event).enforce()
    note("tested a follow-up", item, by=by, at=at, event_id=item.event_id)
    parcel = record.gather(item.event)
    return emails.send_test(item, parcel, to=by, key=f"follow-up-test:{uuid.uuid4()}", at=at)


def sample(item: FollowUpItem) -> Letter:
    """What everybody gets of it: nothing in it is one person's alone."""
    nobody = Reader("sample", str(_("Ann Archer")), "")
    return emails.sample(item, nobody, record.gather(item.event))


@dataclass(frozen=True, slots=True)
class Preview:
    """An item as one of its readers would get it."""

    reader: Reader
    letter: Letter


def preview(item: FollowUpItem, readers: Iterable[Reader], *, key: str = "") -> Preview | None:
    """The letter to the reader with this key, else to the one with the longest name; None for nobody."""
    readers = list(readers)
    chosen = next((reader for reader in readers if reader.key == key), record.longest_name(readers))
    if chosen is None:
        return None
    return Preview(chosen, emails.sample(item, chosen, record.gather(item.event)))
