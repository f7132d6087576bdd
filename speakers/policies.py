"""Who may do what with appearances and materials, and what a speaker still owes. Each wording stands once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from speakers.models import Appearance, Material, MaterialVersion, Speaker

if TYPE_CHECKING:
    from dissemination.accounts.models import User

LINK_OPEN_AFTER = timedelta(days=90)
BETWEEN_INVITATIONS = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(hours=20)
MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is asked of a speaker, whether it is done, and by when it is needed."""

    label: str | Promise
    is_done: bool
    anchor: str
    due_at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for a file: the place and speaker links opened in this browser, and who is signed in."""

    places: Iterable[str]
    speaking: Iterable[str]
    user: "User | AnonymousUser"


def duties(appearance: Appearance, *, at: datetime) -> list[Duty]:
    """What is asked of this person for this appearance, in the order in which it is needed."""
    asked = []
    if appearance.role in (Appearance.Role.CHAIR, Appearance.Role.SPEAKER):
        speaker = appearance.speaker
        asked.append(Duty(gettext_lazy("Your biography"), bool(speaker.bio), "about"))
        asked.append(Duty(gettext_lazy("Your portrait"), bool(speaker.portrait), "about"))
    if appearance.brings_slides:
        material = appearance.material
        came, agreed = bool(material and material.newest), bool(material and material.consented_at)
        due_at, is_late = appearance.slides_due_at, are_slides_late(appearance, at=at)
        asked.append(Duty(gettext_lazy("Your slides"), came, "slides", due_at, is_late))
        asked.append(Duty(gettext_lazy("Your agreement to publish them"), agreed, "publishing"))
    return asked


def owes_slides(appearance: Appearance) -> bool:
    """Slides are expected and none has come."""
    material = appearance.material
    return appearance.brings_slides and not appearance.is_replaced and not (material and material.newest)


def are_slides_late(appearance: Appearance, *, at: datetime) -> bool:
    """They are still owed, and the day by which they were needed has passed."""
    due_at = appearance.slides_due_at
    return owes_slides(appearance) and due_at is not None and due_at < at


def stands(appearance: Appearance) -> Verdict:
    """It is on the programme, and it is theirs."""
    if appearance.is_taken_off:
        return no(
            _("This part has been taken off the programme. Thank you for having been ready to take it.")
        )
    if appearance.is_replaced:
        return no(_("Somebody else does this now. Thank you for having been ready to."))
    return YES


def _takes_place(appearance: Appearance) -> Verdict:
    if not (standing := stands(appearance)):
        return standing
    if appearance.event.is_cancelled:
        return no(_("The event has been cancelled."))
    return YES


def _may_organise(appearance: Appearance, by: "User | None") -> Verdict:
    return event_policies.of_actor(event_policies.may_organise, by, appearance.event)


def _may_send(appearance: Appearance, by: "User | None") -> Verdict:
    return event_policies.of_actor(event_policies.may_send_mail, by, appearance.event)


def _may_approve(appearance: Appearance, by: "User | None") -> Verdict:
    return event_policies.of_actor(event_policies.may_approve, by, appearance.event)


def may_describe(speaker: Speaker, *, by: "User | None") -> Verdict:
    """Write about a speaker: the speaker (nobody is signed in), and organisers of the project's events."""
    if by is None:
        return YES
    mine = Event.objects.for_roles(by, event_policies.SETUP_WRITERS)
    if mine.filter(project_id=speaker.project_id).exists():
        return YES
    return no(_("Only organisers of the project's events may do this. Ask one of them."))


def may_appear(appearance: Appearance, *, by: "User") -> Verdict:
    """Put somebody on the programme: session, speaker and table belong to the event that one organises."""
    session, group = appearance.session, appearance.group
    if session.event_id != appearance.event_id:
        return no(_("Choose a session of this event."))
    if appearance.speaker.project_id != appearance.event.project_id:
        return no(_("Choose a speaker of this project."))
    if group and group.session_id != session.pk:
        return no(_("Choose a table of this session."))
    same = session.appearances.standing().filter(speaker=appearance.speaker, role=appearance.role)
    if not appearance.is_replaced and same.exclude(pk=appearance.pk).exists():
        return no(_("%(name)s does this already. Choose somebody else.") % {"name": appearance.speaker.name})
    return _may_organise(appearance, by)


def may_go_to(appearance: Appearance, speaker: Speaker) -> Verdict:
    """Whoever was invited keeps their entry and their link: nobody else is written over them."""
    if appearance.invited_at and appearance.speaker_id != speaker.pk:
        words = _("%(name)s has been invited. Use “Replace” in the list of appearances.")
        return no(words % {"name": appearance.speaker.name})
    return YES


def may_remind_all(event: Event, *, by: "User | None") -> Verdict:
    """Remind everybody who owes slides."""
    return event_policies.of_actor(event_policies.may_send_mail, by, event)


def may_invite(appearance: Appearance, at: datetime, *, by: "User | None") -> Verdict:
    """Somebody may be invited until the session is over, and not twice within the hour."""
    standing = _may_send(appearance, by) and _takes_place(appearance)
    if not standing:
        return standing
    if appearance.event.is_postponed:
        return no(_("The event is postponed. Set the new date first, then invite."))
    if appearance.session.ends_at <= at:
        return no(_("The session is over."))
    if appearance.invited_at and at - appearance.invited_at < BETWEEN_INVITATIONS:
        return no(_("The invitation went out less than an hour ago."))
    return YES


def may_replace(appearance: Appearance, speaker: Speaker, *, by: "User | None") -> Verdict:
    """Another person of the same project takes over what still stands."""
    standing = _may_organise(appearance, by) and _takes_place(appearance)
    if not standing:
        return standing
    if speaker.project_id != appearance.event.project_id:
        return no(_("Choose a speaker of this project."))
    taken = appearance.session.appearances.standing().filter(speaker=speaker, role=appearance.role)
    if taken.exists():
        return no(_("%(name)s does this already. Choose somebody else.") % {"name": speaker.name})
    return YES


def may_take_off(appearance: Appearance, *, by: "User | None") -> Verdict:
    """What still stands is taken off the programme, and nobody does it instead."""
    return _may_organise(appearance, by) and _takes_place(appearance)


def hears_of_leaving(appearance: Appearance, *, at: datetime) -> bool:
    """Whoever was invited is told, as long as the session is to come."""
    return appearance.invited_at is not None and appearance.session.ends_at > at


def may_remind(appearance: Appearance, at: datetime, *, by: "User | None") -> Verdict:
    """Only those are reminded who owe slides, can be reached, and were not reminded today."""
    if appearance.event.is_cancelled or not owes_slides(appearance):
        return no(_("Nothing is owed."))
    if not appearance.speaker.email:
        return no(_("There is no e-mail address. Use the office contact."))
    if appearance.reminded_at and at - appearance.reminded_at < BETWEEN_REMINDERS:
        return no(_("A reminder went out today already."))
    return _may_send(appearance, by)


def may_upload(appearance: Appearance, at: datetime, *, by: "User | None" = None) -> Verdict:
    """Files are taken until well after the event, from the speaker or from an organiser on their behalf."""
    standing = _may_organise(appearance, by) and _takes_place(appearance)
    if not standing:
        return standing
    if at > appearance.event.ends_at + LINK_OPEN_AFTER:
        return no(_("This page no longer takes files. Send yours to the organiser."))
    if MaterialVersion.objects.filter(material__appearance=appearance).count() >= MOST_VERSIONS:
        return no(_("There are very many versions already. Send the next one to the organiser."))
    return YES


def may_keep_file(size: int, limit: int) -> Verdict:
    """A file has something in it, and is not larger than this installation takes."""
    if not size:
        return no(_("This file is empty. Choose another one."))
    if size > limit:
        words = _("This file is larger than %(limit)s. Make it smaller, for example by compressing pictures.")
        return no(words % {"limit": filesizeformat(limit)})
    return YES


def may_set_terms(material: Material, *, by: "User | None") -> Verdict:
    """Say who may read it: its speaker, or an organiser who was told."""
    return _may_organise(material.appearance, by)


def may_check(material: Material, *, by: "User | None") -> Verdict:
    """An organiser checks what has been received, once."""
    if material.state == Material.State.DRAFT:
        return no(_("No file has been received yet."))
    if material.state != Material.State.RECEIVED:
        return no(_("It has been checked already."))
    return _may_organise(material.appearance, by)


def may_release(material: Material, at: datetime, *, by: "User | None") -> Verdict:
    """Only what was checked, and what its speaker agreed to, leaves the team."""
    if material.appearance.is_replaced:
        return no(_("It belongs to a part that its speaker no longer has."))
    if material.state == Material.State.RELEASED:
        return no(_("It is released already."))
    if material.state != Material.State.CHECKED:
        return no(_("Check it first."))
    if not material.consented_at or material.consented_at > at:
        return no(_("The speaker has not agreed to publish it."))
    if material.release == Material.Release.NOBODY:
        return no(_("The speaker chose that nobody may read it."))
    return _may_approve(material.appearance, by)


def may_withdraw(material: Material, *, by: "User | None") -> Verdict:
    """What is released can be taken back at any time."""
    if not material.is_released:
        return no(_("It is not released."))
    return _may_approve(material.appearance, by)


def may_read(version: MaterialVersion, reader: Reader) -> Verdict:
    """Readers get what is released to them; speakers get their own; the team gets everything."""
    of_version = MaterialVersion.objects.filter(pk=version.pk)
    appearance = version.material.appearance
    if of_version.for_user(reader.user).exists() or _is_own(appearance, reader):
        return YES
    if of_version.released().exists() and appearance.event.is_public and _holds_place(appearance, reader):
        return YES
    return no(_("This file is not released to you."))


def _is_own(appearance: Appearance, reader: Reader) -> bool:
    if appearance.is_replaced:
        return False
    return Appearance.objects.filter(pk=appearance.pk).open_to(reader.speaking, reader.user).exists()


def _holds_place(appearance: Appearance, reader: Reader) -> bool:
    placed = appearance.event.registrations.holding_a_place()
    return bool(placed.for_codes(reader.places).exists() or placed.of_person(reader.user).exists())
