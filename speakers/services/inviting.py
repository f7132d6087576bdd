"""Invite those who take part, remind them of what they owe, replace them or take them off the programme."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts import services as accounts
from dissemination.accounts.models import User
from dissemination.core.tokens import new_code
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.messaging import diary
from speakers import emails, invites, policies
from speakers.models import Appearance, Speaker
from speakers.services.materials import take_back


def locked(appearance: Appearance) -> Appearance:
    """The row as it stands now, held until the transaction ends."""
    rows = Appearance.objects.select_for_update(of=("self",))
    related = ("event__project", "event__venue", "session__room", "group__room", "speaker__person")
    return rows.select_related(*related).get(pk=appearance.pk)


@transaction.atomic
def invite(appearance: Appearance, *, by: User | None, at: datetime) -> bool:
    """Send the invitation with the diary entry and the personal link; False where there is no address.

    Inviting again brings the entry up to date (the same UID, a higher SEQUENCE) and sends the link anew.
    """
    appearance = locked(appearance)
    policies.may_invite(appearance, at, by=by).enforce()
    if not appearance.speaker.email:
        return False
    _know_the_person(appearance.speaker, at=at)
    entry = diary.request(invites.occasion_for(appearance), at=at)
    emails.send_invitation(appearance, entry, at=at)
    appearance.invited_at = at
    appearance.save(update_fields=["invited_at"])
    accounts.record("invite", appearance, by=by, at=at, event_id=appearance.event_id)
    return True


@transaction.atomic
def save_speaker(speaker: Speaker, *, by: User | None, at: datetime) -> None:
    """Keep what the organiser wrote about a speaker, who stays in a project of theirs.

    A new e-mail address takes the diary entries and the links from the old mailbox, and gets its own.
    """
    known = Speaker.objects.filter(pk=speaker.pk).first()
    for one in (known, speaker):
        if one:
            policies.may_describe(one, by=by).enforce()
    left = _leave_mailbox(known, at=at) if known and known.email != speaker.email else []
    if left:
        speaker.person = None  # the invitation finds who has the new address
    speaker.save()
    accounts.record("save", speaker, by=by, at=at)
    for appearance in left:
        if policies.may_invite(appearance, at, by=None):
            invite(appearance, by=None, at=at)


@transaction.atomic
def replace(appearance: Appearance, *, speaker: Speaker, by: User | None, at: datetime) -> Appearance:
    """Let somebody else take over: one diary entry is withdrawn, another person is invited.

    The new appearance has session, order, role, group and due date of the old one. What the old one had
    released is taken back. A speaker who is new is kept with it. Returns the new appearance.
    """
    appearance = locked(appearance)
    if speaker.pk is None:
        save_speaker(speaker, by=by, at=at)
    policies.may_replace(appearance, speaker, by=by).enforce()
    successor = Appearance.objects.create(
        event=appearance.event,
        session=appearance.session,
        speaker=speaker,
        role=appearance.role,
        group=appearance.group,
        order=appearance.order,
        cues=appearance.cues,
        slides_due_at=appearance.slides_due_at,
    )
    appearance.replaced_by, appearance.replaced_at = successor, at
    appearance.save(update_fields=["replaced_by", "replaced_at"])
    for material in appearance.materials.all():
        take_back(material)
    accounts.record("replace", appearance, by=by, at=at, event_id=appearance.event_id)
    withdrawn = diary.withdraw(invites.entry_key(appearance), at=at)
    if withdrawn:
        emails.send_replaced(appearance, withdrawn, at=at)
    if policies.may_invite(successor, at, by=by):
        invite(successor, by=by, at=at)
    return successor


@transaction.atomic
def take_off(appearance: Appearance, *, reason: str = "", by: User | None, at: datetime) -> bool:
    """Take somebody off the programme, with nobody in their place; True where they are told by mail.

    Their entry leaves the diary. What came stays with the team, and what was released is taken back. The
    reason is for the team alone.
    """
    appearance = locked(appearance)
    policies.may_take_off(appearance, by=by).enforce()
    appearance.replaced_at, appearance.reason_off = at, reason
    appearance.save(update_fields=["replaced_at", "reason_off"])
    for material in appearance.materials.all():
        take_back(material)
    accounts.record("take off", appearance, by=by, at=at, event_id=appearance.event_id)
    if not policies.hears_of_leaving(appearance, at=at):
        return False
    withdrawn = diary.withdraw(invites.entry_key(appearance), at=at)
    emails.send_taken_off(appearance, withdrawn, at=at)
    return True


@transaction.atomic
def remind(appearance: Appearance, *, by: User | None, at: datetime) -> None:
    """Ask for the slides that are owed; refused for somebody who owes nothing."""
    appearance = locked(appearance)
    policies.may_remind(appearance, at, by=by).enforce()
    emails.send_reminder(appearance, at=at)
    appearance.reminded_at = at
    appearance.save(update_fields=["reminded_at"])
    accounts.record("remind", appearance, by=by, at=at, event_id=appearance.event_id)


def remind_late(event: Event, *, by: User | None, at: datetime) -> int:
    """Remind everybody of the event who owes slides and can be reached; returns how many were."""
    policies.may_remind_all(event, by=by).enforce()
    reminded = 0
    for appearance in event.appearances.owing_slides():
        try:
            remind(appearance, by=by, at=at)
        except Refused:  # reminded today already, or no address: the organiser's list says so
            continue
        reminded += 1
    return reminded


def _leave_mailbox(speaker: Speaker, *, at: datetime) -> list[Appearance]:
    """Take the entries and the links from the address that the speaker has still; what was left so."""
    left = []
    for number in speaker.appearances.standing().exclude(invited_at=None).values_list("pk", flat=True):
        appearance = locked(Appearance(pk=number))
        withdrawn = diary.leave(invites.entry_key(appearance), at=at)
        if withdrawn:
            emails.send_readdressed(appearance, withdrawn, at=at)
        appearance.code, appearance.invited_at = new_code(), None
        appearance.save(update_fields=["code", "invited_at"])
        left.append(appearance)
    return left


def _know_the_person(speaker: Speaker, *, at: datetime) -> None:
    """Tie the speaker to the person with that address, so that signing in shows the page too."""
    person = accounts.person_for(speaker.email, name=speaker.name, at=at)
    if speaker.person != person:
        speaker.person = person
        speaker.save(update_fields=["person"])
