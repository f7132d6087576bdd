"""What people are told when something in their diary changes."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from dissemination.core.text import titled
from dissemination.messaging import diary, outbox, texts
from registrations.invites import place_link
from registrations.models import Registration

Standing = Literal["comes", "speaks", "waits"]  # what somebody has in the event


@texts.in_its_language
def send_change(move: diary.Move, *, is_asking: bool, at: datetime) -> None:
    """“This has changed”: what it was and what it is, with the entry that moves the diary.

    `is_asking`: do they still come?
    """
    see = _("Open your page") if _is_of_part(move) else _("See, change or cancel")
    answer = _("Say whether you still come") if is_asking else see
    follow = _("Open the invitation in this mail, and your calendar follows.")
    link = texts.Link(answer, move.occasion.own_page)
    values = _told_of(move) | {"diary": follow, "asks": _asked(move), "link": link}
    _post_change(move, values, diary.request(move.occasion, at=at), at=at)


@texts.in_its_language
def send_change_to_waiting(move: diary.Move, *, at: datetime) -> None:
    """The same to somebody who has no place yet, and so no entry."""
    asks = _("You keep your turn. If it does not suit you, tell us on your page: the next person moves up.")
    link = texts.Link(_("See where you stand"), move.occasion.own_page)
    _post_change(move, _told_of(move) | {"diary": "", "asks": asks, "link": link}, None, at=at)


def _is_of_part(move: diary.Move) -> bool:
    """It is about what somebody does at the event, not about a place."""
    return move.occasion.entry_key.startswith("appearance:")


def _asked(move: diary.Move) -> str:
    if _is_of_part(move):
        return _("If you cannot take your part any more, write to us now: we look for somebody else.")
    return _("If you cannot come any more, tell us now, so that somebody else can have your place.")


def _told_of(move: diary.Move) -> dict[str, texts.Value]:
    occasion = move.occasion
    return {
        "entry": _entitled(occasion),
        "changes": _changes(move),
        "when": _when(occasion),
        "where": "; ".join(filter(None, (occasion.location, occasion.seat))),
    }


def _entitled(occasion: diary.Occasion) -> str:
    """What it is that changes: the event, or one session or part in it."""
    event = occasion.event.title
    return event if occasion.summary == event else f"{occasion.summary} ({event})"


def _post_change(
    move: diary.Move, values: dict[str, texts.Value], entry: outbox.CalendarPart | None, *, at: datetime
) -> None:
    occasion = move.occasion
    key = f"{occasion.entry_key}:{occasion.digest}:{at.timestamp():.6f}"
    _post("changed", occasion, values, entry, key=key, at=at)


@texts.in_its_language
def send_called_off(occasion: diary.Occasion, *, reason: str, at: datetime) -> None:
    """“This will not take place”, with the cancellation that clears the diary."""
    values: dict[str, texts.Value] = {
        "entry": _entitled(occasion),
        "when": occasion.event.span(occasion.starts_at, occasion.ends_at),
        "reason": reason,
    }
    gone = diary.withdraw(occasion.entry_key, at=at)
    _post("called_off", occasion, values, gone, key=occasion.entry_key, at=at)


@texts.in_its_language
def send_postponed(occasion: diary.Occasion, *, stands: Standing, reason: str, at: datetime) -> None:
    """“It is postponed, the new date follows”, with the cancellation that clears the diary until then."""
    values: dict[str, texts.Value] = {
        "when": occasion.event.span(occasion.starts_at, occasion.ends_at),
        "reason": reason,
        "kept": " ".join(filter(None, (_kept(stands), _is_taken_out(stands)))),
    }
    gone = diary.withdraw(occasion.entry_key, at=at)
    _post("postponed", occasion, values, gone, key=f"{occasion.entry_key}:{at.timestamp():.6f}", at=at)


@texts.in_its_language
def send_new_date(occasion: diary.Occasion, *, stands: Standing, at: datetime) -> None:
    """“It has a new date”: with the entry for whoever has a place or a part, without one for who waits."""
    waits = stands == "waits"
    entry = None if waits else diary.request(occasion, at=at)
    words = _("See where you stand") if waits else _("Say whether you still come")
    values: dict[str, texts.Value] = {
        "when": _when(occasion),
        "where": "; ".join(filter(None, (occasion.location, occasion.seat))),
        "kept": _kept(stands),
        "diary": "" if waits else _("Open the invitation in this mail, and it stands in your calendar."),
        "asks": _asks(stands),
        "link": texts.Link(words, occasion.own_page),
    }
    _post("new_date", occasion, values, entry, key=f"{occasion.entry_key}:{at.timestamp():.6f}", at=at)


def _post(
    news: str,
    occasion: diary.Occasion,
    values: dict[str, texts.Value],
    entry: outbox.CalendarPart | None,
    *,
    key: str,
    at: datetime,
) -> None:
    """One mail about an entry to whoever has it, with what becomes of the entry."""
    event, kind = occasion.event, news.replace("_", "-")
    everywhere = {
        "name": occasion.name,
        "event": event.title,
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }
    outbox.post(
        texts.render(f"changes/{news}", everywhere | values, event=event),
        key=f"{kind}:{key}",
        kind=kind,
        to=outbox.Recipient(occasion.email, occasion.name, occasion.person),
        event=event,
        calendar=entry,
        at=at,
    )


def _when(occasion: diary.Occasion) -> str:
    """Day and hours; of a part of the event with what it is."""
    hours = occasion.event.span(occasion.starts_at, occasion.ends_at)
    return hours if occasion.summary == occasion.event.title else titled(occasion.summary, hours)


def _kept(stands: Standing) -> str:
    """What stays theirs whatever the date is."""
    if stands == "speaks":
        return _("Your part in it stays yours.")
    return (
        _("You keep your turn: nothing else changes.") if stands == "waits" else _("Your place stays yours.")
    )


def _is_taken_out(stands: Standing) -> str:
    """What becomes of the diary; whoever waits has nothing there."""
    return "" if stands == "waits" else _("If it is in your calendar, this mail takes it out until then.")


def _asks(stands: Standing) -> str:
    if stands == "speaks":
        return _("Tell us whether you still come, so that we can look for somebody else in time.")
    if stands == "waits":
        return _("If the new date does not suit you, tell us on your page, so that the next person moves up.")
    return _("Tell us whether you still come. If you cannot, somebody else can have your place.")


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
