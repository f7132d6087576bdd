"""The mails to those who speak, chair or help: one function for each piece of news."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from dissemination.messaging.outbox import CalendarPart, Recipient
from speakers import invites
from speakers.invites import speaking_link
from speakers.models import Appearance, MaterialVersion


@texts.in_its_language
def send_invitation(appearance: Appearance, calendar: CalendarPart, *, at: datetime) -> Message | None:
    """Invite to speak, with the diary entry and the personal link."""
    values: dict[str, texts.Value] = {
        "due": _due(appearance, at, asked_at=at),
        "link": texts.Link(_("Open your page"), speaking_link(appearance)),
    }
    key = f"speaking:{appearance.pk}:{at.isoformat()}"
    return _post("invitation", appearance, values, "speaker invitation", key=key, calendar=calendar, at=at)


@texts.in_its_language
def send_table(appearance: Appearance, calendar: CalendarPart, *, at: datetime) -> Message | None:
    """Say which table is looked after, with the diary entry, which names it now."""
    values: dict[str, texts.Value] = {"link": texts.Link(_("Open your page"), speaking_link(appearance))}
    key = f"speaking-table:{appearance.pk}:{at.isoformat()}"
    return _post("table", appearance, values, "speaker table", key=key, calendar=calendar, at=at)


@texts.in_its_language
def send_reminder(appearance: Appearance, *, at: datetime) -> Message | None:
    """Ask for the slides that are still owed."""
    values: dict[str, texts.Value] = {
        "due": _due(appearance, at, asked_at=appearance.invited_at),
        "link": texts.Link(_("Add your slides"), speaking_link(appearance)),
    }
    key = f"slides-reminder:{appearance.pk}:{at.isoformat()}"
    return _post("slides_reminder", appearance, values, "slides reminder", key=key, at=at)


def send_slides_received(version: MaterialVersion, *, at: datetime) -> Message | None:
    """Say that a file has arrived, and what happens to it."""
    appearance = version.material.appearance
    with texts.spoken_at(appearance.event):
        values: dict[str, texts.Value] = {
            "file": version.original_name,
            "number": str(version.number),
            "added": _("The organiser has added it for you.") if version.uploaded_by_id else "",
            "link": texts.Link(_("See or change it"), speaking_link(appearance)),
        }
    key = f"slides-received:{version.pk}"
    return _post("slides_received", appearance, values, "slides received", key=key, at=at)


@texts.in_its_language
def send_replaced(appearance: Appearance, calendar: CalendarPart, *, at: datetime) -> Message | None:
    """Thank somebody who was replaced; the entry leaves the diary."""
    key = f"speaking-replaced:{appearance.pk}"
    return _post("replaced", appearance, {}, "speaker replaced", key=key, calendar=calendar, at=at)


@texts.in_its_language
def send_taken_off(appearance: Appearance, calendar: CalendarPart | None, *, at: datetime) -> Message | None:
    """Thank somebody who is off the programme; the entry, where one stands, leaves the diary."""
    gone = _("This mail takes the entry out of your diary: you need not do anything.") if calendar else ""
    key = f"speaking-taken-off:{appearance.pk}"
    kind = "speaker taken off"
    return _post("taken_off", appearance, {"diary": gone}, kind, key=key, calendar=calendar, at=at)


@texts.in_its_language
def send_readdressed(appearance: Appearance, calendar: CalendarPart, *, at: datetime) -> Message | None:
    """Tell the old mailbox that the part goes by another address; the entry leaves its diary."""
    key = f"speaking-readdressed:{appearance.code}"
    return _post("readdressed", appearance, {}, "speaker readdressed", key=key, calendar=calendar, at=at)


def _post(
    name: str,
    appearance: Appearance,
    values: dict[str, texts.Value],
    kind: str,
    *,
    key: str,
    at: datetime,
    calendar: CalendarPart | None = None,
) -> Message | None:
    """The text of that name to whoever appears."""
    return outbox.post(
        texts.render(f"speakers/{name}", _facts(appearance) | values, event=appearance.event),
        key=key,
        kind=kind,
        to=_recipient(appearance),
        event=appearance.event,
        calendar=calendar,
        at=at,
    )


def _recipient(appearance: Appearance) -> Recipient:
    speaker = appearance.speaker
    return Recipient(speaker.email, speaker.name, speaker.person)


@texts.in_its_language
def _facts(appearance: Appearance) -> dict[str, texts.Value]:
    """What every mail to a speaker may name."""
    event, session = appearance.event, appearance.session
    starts, ends = event.local(session.starts_at), event.local(session.ends_at)
    return {
        "name": appearance.speaker.name,
        "event": event.title,
        "session": session.title,
        "role": appearance.get_role_display(),
        "day": formats.date_format(starts, "l j F Y"),
        "time": f"{starts:%H:%M} – {ends:%H:%M}",
        "place": invites.place_of(appearance) or _("to be announced"),
        "group": invites.looks_after(appearance),
        "contact": event.contact_name or event.project.title,
        "contact_email": event.contact_email,
    }


def _due(appearance: Appearance, at: datetime, *, asked_at: datetime | None) -> str:
    """One sentence about the slides; empty for those of whom none are expected.

    A day that had passed when they were asked to speak is none that they have missed.
    """
    if not appearance.slides_due_at:
        return ""
    if asked_at and appearance.slides_due_at < asked_at:
        return _("Your slides are needed: send them as soon as you can.")
    day = formats.date_format(appearance.event.local(appearance.slides_due_at), "l j F Y, H:i")
    is_late = appearance.slides_due_at < at
    words = _("Your slides were needed by %(day)s.") if is_late else _("Your slides are needed by %(day)s.")
    return words % {"day": day}
