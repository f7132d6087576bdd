"""What people are told when something in their diary changes."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.messaging import diary, outbox, texts
from registrations.invites import place_link
from registrations.models import Registration


@texts.in_its_language
def send_change(move: diary.Move, *, is_asking: bool, at: datetime) -> None:
    """“This has changed”: what it was and what it is, with the entry that moves the diary.

    `is_asking`: do they still come?
    """
    occasion = move.occasion
    entry = diary.request(occasion, at=at)
    answer = _("Say whether you still come") if is_asking else _("See, change or cancel")
    values: dict[str, texts.Value] = {
        "name": occasion.name,
        "event": occasion.event.title,
        "changes": _changes(move),
        "when": occasion.event.span(occasion.starts_at, occasion.ends_at),
        "where": "; ".join(filter(None, (occasion.location, occasion.seat))),
        "link": texts.Link(answer, occasion.own_page),
        "contact": occasion.event.contact_email,
        "sender": occasion.event.contact_name or occasion.event.project.title,
    }
    outbox.post(
        texts.render("changes/changed", values, event=occasion.event),
        key=f"changed:{occasion.entry_key}:{occasion.digest}:{at.timestamp():.6f}",
        kind="changed",
        to=outbox.Recipient(occasion.email, occasion.name, occasion.person),
        event=occasion.event,
        calendar=entry,
        at=at,
    )


@texts.in_its_language
def send_called_off(occasion: diary.Occasion, *, reason: str, at: datetime) -> None:
    """“This will not take place”, with the cancellation that clears the diary."""
    event = occasion.event
    values = {
        "name": occasion.name,
        "event": event.title,
        "when": event.span(occasion.starts_at, occasion.ends_at),
        "reason": reason,
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }
    outbox.post(
        texts.render("changes/called_off", values, event=event),
        key=f"called-off:{occasion.entry_key}",
        kind="called-off",
        to=outbox.Recipient(occasion.email, occasion.name, occasion.person),
        event=event,
        calendar=diary.withdraw(occasion.entry_key, at=at),
        at=at,
    )


@texts.in_its_language
def send_still_coming(registration: Registration, *, at: datetime) -> None:
    """“You have not told us whether the new time suits you.” At most once a day."""
    event = registration.event
    values: dict[str, texts.Value] = {
        "name": registration.name,
        "event": event.title,
        "when": event.when,
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
        "link": texts.Link(_("Yes or no"), place_link(registration)),
    }
    outbox.post(
        texts.render("changes/still_coming", values, event=event),
        key=f"still-coming:{registration.pk}:{at:%Y%m%d}",
        kind="still-coming",
        to=outbox.Recipient(registration.mailbox, registration.name, registration.person),
        event=event,
        at=at,
    )


def _changes(move: diary.Move) -> tuple[str, ...]:
    """Each thing that is different, as “What: before, now after”."""
    now, event = move.occasion, move.occasion.event
    told = [
        (_("Title"), move.was_called, now.summary),
        (_("Time"), event.span(move.was_at, move.was_until), event.span(now.starts_at, now.ends_at)),
        (_("Place"), move.was_where, now.location),
        (_("Joining link"), move.was_joining, now.joining),
    ]
    told += [(one.title, move.had.get(one.key, ""), one.when) for one in now.appointments]
    return tuple(_change(*each) for each in told if each[1] != each[2])


def _change(what: str, before: str, after: str) -> str:
    after = after or _("not known yet")
    said = _("%(what)s: was %(before)s, is now %(after)s") if before else _("%(what)s: %(after)s")
    return said % {"what": what, "before": before, "after": after}
