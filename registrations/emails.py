"""The mails about a place. Each says where the reader stands; the next step comes last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.messaging import diary, outbox, texts
from dissemination.messaging.models import Invitation, Message
from dissemination.messaging.outbox import CalendarPart
from registrations.invites import (
    allotment_link,
    contacts_code,
    entry_key,
    joining_link,
    location,
    occasion_for,
    occasions_for,
    own_seats,
    place_link,
    register_link,
    taken_link,
    told_tables,
)
from registrations.models import Allotment, Registration


@dataclass(frozen=True, slots=True)
class Draft:
    """The mail about a place that is not certain yet: in which state it counts, and what the diary gets."""

    state: str
    letter: texts.Letter
    entry: diary.Draft | None


def drafted(registration: Registration, *, at: datetime) -> Draft:
    """What the registration will be told if it comes to stand as it is here; it need not be written yet."""
    is_entered = registration.has_place and registration.mailbox
    entry = diary.drafted(occasion_for(registration), at=at) if is_entered else None
    return Draft(registration.state, _letter(_standing(registration), registration), entry)


def send_standing(registration: Registration, *, at: datetime, draft: Draft | None = None) -> None:
    """Where somebody stands: with the draft, where it has come so."""
    name = _standing(registration)
    if draft and draft.state == registration.state:
        letter = draft.letter
        calendar = diary.put_in(draft.entry, entry_key(registration)) if draft.entry else None
    else:
        letter = _letter(name, registration)
        calendar = _request(registration, at=at) if registration.has_place else None
    key = _once("confirmation" if registration.has_place else name, registration)
    _send(name, letter, registration, at=at, key=key, calendar=calendar)


def send_confirmation(registration: Registration, *, at: datetime) -> None:
    """You have a place: with the entry for the diary."""
    calendar = _request(registration, at=at)
    _post("confirmation", registration, at=at, key=_once("confirmation", registration), calendar=calendar)


def send_place_from_waiting(registration: Registration, *, at: datetime) -> None:
    """A place has come free for you: with the entry for the diary."""
    calendar = _request(registration, at=at)
    _post("place_from_waiting", registration, at=at, key=_once("promoted", registration), calendar=calendar)


def send_approved(registration: Registration, *, at: datetime) -> None:
    """An organiser has said yes and you have a place: with the entry for the diary."""
    calendar = _request(registration, at=at)
    _post("approved", registration, at=at, key=_once("approved", registration), calendar=calendar)


def send_approved_waiting(registration: Registration, *, at: datetime) -> None:
    """An organiser has said yes, and every place is taken: you are on the waiting list."""
    _post("approved_waiting", registration, at=at, key=_once("approved", registration))


def send_declined(registration: Registration, *, at: datetime) -> None:
    """An organiser has said no, and why."""
    _post("declined", registration, at=at, key=_once("declined", registration))


def send_offered(registration: Registration, *, at: datetime) -> None:
    """A place is held for you until a certain hour: will you take it? Once for each hour that is told."""
    key = f"{_once('offered', registration)}:{registration.offer_ends_at}"
    _post("offered", registration, at=at, key=key)


def send_offer_expired(registration: Registration, *, at: datetime) -> None:
    """You did not answer in time, and the place has gone to the next person."""
    _post("offer_expired", registration, at=at, key=_once("offer_expired", registration))


def send_offer_declined(registration: Registration, *, at: datetime) -> None:
    """You left the place to the next person, and are off the list."""
    _post("offer_declined", registration, at=at, key=_once("offer_declined", registration))


@texts.in_its_language
def send_changed(registration: Registration, *, at: datetime, lost: Sequence[str] = ()) -> None:
    """Your answers are saved; the diary entry comes along when it says something else now."""
    _post_changed("changed", registration, at=at, more=_without(lost))


@texts.in_its_language
def send_changed_for_you(
    registration: Registration, changes: Sequence[str | Promise], *, at: datetime, lost: Sequence[str] = ()
) -> None:
    """An organiser has changed your answers, and which; `lost` are those who cannot come with you now."""
    told = {"changes": ", ".join(map(str, changes))}
    _post_changed("changed_for_you", registration, at=at, more=told | _without(lost))


def _post_changed(
    name: str, registration: Registration, *, at: datetime, more: Mapping[str, texts.Value]
) -> None:
    moved = registration.has_place and bool(diary.moves(occasions_for(registration)))
    calendar = _request(registration, at=at) if moved else None
    key = f"changed:{registration.pk}:{at:%Y%m%d%H%M%S%f}"
    _post(name, registration, at=at, key=key, calendar=calendar, more=more)


def send_groups(registration: Registration, *, at: datetime) -> None:
    """You sit at these tables: with the diary entry, which names them now."""
    calendar = _request(registration, at=at)
    key = f"{_once('groups', registration)}:{at:%Y%m%d%H%M%S%f}"
    _post("groups", registration, at=at, key=key, calendar=calendar)


def send_groups_changed(registration: Registration, *, at: datetime) -> None:
    """You sit elsewhere than you were told: with the diary entry, which names the new tables."""
    calendar = _request(registration, at=at)
    key = f"{_once('groups_changed', registration)}:{at:%Y%m%d%H%M%S%f}"
    _post("groups_changed", registration, at=at, key=key, calendar=calendar)


def send_another_room(registration: Registration, *, at: datetime) -> None:
    """You sit in another room than you were told: a diary of sessions says so entry by entry."""
    if registration.mailbox and registration.diary == Registration.Diary.SESSIONS:
        settle_diary(registration, at=at)
    else:
        send_groups_changed(registration, at=at)


@texts.in_its_language
def send_more(registration: Registration, count: int, *, at: datetime) -> bool:
    """The organiser would like to know more from you. At most once a day; whether it goes out now."""
    key = f"{_once('more', registration)}:{at:%Y%m%d}"
    asks = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    link = texts.Link(_("Answer now"), place_link(registration))
    values = _values(registration) | {"asks": asks, "place": link}
    letter = texts.render("registrations/more", values, event=registration.event)
    return _send("more", letter, registration, at=at, key=key) is not None


@texts.in_its_language
def send_cancelled(registration: Registration, *, at: datetime, lost: Sequence[str] = ()) -> None:
    """Your place is cancelled: with the end of the diary entry, and who does not come either."""
    calendar, key = _withdrawn(registration, at=at), _once("cancelled", registration)
    _post("cancelled", registration, at=at, key=key, calendar=calendar, more=_without(lost))


@texts.in_its_language
def send_handed_over(registration: Registration, *, at: datetime, lost: Sequence[str] = ()) -> None:
    """A colleague has your place now: with the end of your diary entry, and who does not come either."""
    calendar, key = _withdrawn(registration, at=at), _once("handed_over", registration)
    _post("handed_over", registration, at=at, key=key, calendar=calendar, more=_without(lost))


def send_handed_to_you(registration: Registration, *, giver: Registration, at: datetime) -> None:
    """A colleague has given you their place: with an entry for your own diary."""
    calendar, key = _request(registration, at=at), _once("handed_to_you", registration)
    _post("handed_to_you", registration, at=at, key=key, calendar=calendar, more={"giver": giver.name})


def send_has_place_already(registration: Registration, *, giver: Registration, at: datetime) -> None:
    """A colleague wanted to give you their place; you have one, and nothing changes for you."""
    key = f"{_once('has_place_already', registration)}:{giver.pk}"
    _post("has_place_already", registration, at=at, key=key, more={"giver": giver.name})


@texts.in_its_language
def send_allotment(allotment: Allotment, *, at: datetime) -> None:
    """Places are held for your organisation: the link to pass on, until when, and who has taken one.

    One contact gets it once a minute at most: a press that came twice is one.
    """
    event = allotment.event
    values: dict[str, texts.Value] = {
        "name": allotment.contact_name,
        "event": event.title,
        "organisation": allotment.organisation.name,
        "places": str(allotment.places),
        "when": event.when,
        "until": allotment.goes_back,
        "take": texts.Link(_("Take a place"), allotment_link(allotment)),
        "taken": texts.Link(_("See who has taken a place"), taken_link(allotment)),
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
    }
    letter = texts.render("registrations/allotment", values, event=event)
    to = outbox.Recipient(allotment.contact_email, allotment.contact_name)
    key = f"allotment:{contacts_code(allotment)}:{at:%Y%m%d%H%M}"
    outbox.post(letter, key=key, kind="allotment", to=to, event=event, at=at)


def send_readdressed(registration: Registration, *, at: datetime) -> None:
    """This place now goes by another address: the old one loses its diary entry."""
    calendar = _withdrawn(registration, at=at)
    _post("readdressed", registration, at=at, key=_once("readdressed", registration), calendar=calendar)


def send_already_registered(registration: Registration, *, at: datetime) -> None:
    """Somebody registered with your address again; nothing has changed. At most once an hour."""
    _post("already_registered", registration, at=at, key=_hourly("already", registration, at))


def send_link(registration: Registration, *, at: datetime) -> None:
    """The link you asked for. At most once an hour."""
    _post("link", registration, at=at, key=_hourly("link", registration, at))


def _once(news: str, registration: Registration) -> str:
    return f"{news}:{registration.pk}:{registration.round}"


def _hourly(news: str, registration: Registration, at: datetime) -> str:
    return f"{news}:{registration.pk}:{at:%Y%m%d%H}"


def _request(registration: Registration, *, at: datetime) -> CalendarPart | None:
    """The diary entry; None for a place without an address, and for an event whose day nobody knows.

    A diary that holds each session gets a mail for each of them instead: RFC 5546 wants one UID in a mail.
    """
    if not registration.mailbox or registration.event.is_postponed:
        return None
    if registration.diary == Registration.Diary.DAY:
        return diary.request(occasion_for(registration), at=at)
    settle_diary(registration, at=at, is_whole=True)
    return None


@texts.in_its_language
def settle_diary(registration: Registration, *, at: datetime, is_whole: bool = False) -> int:
    """The diary holds what it should: one mail for each entry that is new, out of date or gone.

    A table is no reason to write by itself; `is_whole`: it is, because the tables are being told.
    """
    if registration.event.is_postponed:
        return 0
    wanted = {occasion.entry_key: occasion for occasion in occasions_for(registration)}
    standing = list(Invitation.objects.standing().under(entry_key(registration)))
    said = {entry.entry_key: entry.content for entry in standing}
    stale = {move.occasion.entry_key for move in diary.moves(wanted.values())}
    due = [
        occasion
        for key, occasion in wanted.items()
        if key not in said or key in stale or (is_whole and said[key] != diary.content(occasion))
    ]
    for occasion in due:
        news = _("This is in your diary now, or brought up to date:")
        content = diary.content(occasion)
        calendar = diary.request(occasion, at=at)
        _post_entry("entry", registration, content, calendar, occasion.entry_key, at=at, news=news)
    gone = [entry for entry in standing if entry.entry_key not in wanted]
    for entry in gone:
        _post_end(registration, entry, at=at)
    return len(due) + len(gone)


def _withdrawn(registration: Registration, *, at: datetime) -> CalendarPart | None:
    """The end of the diary entry. Where there are several, the others end by mails of their own."""
    if registration.diary == Registration.Diary.DAY:
        return diary.withdraw(entry_key(registration), at=at)
    standing = list(Invitation.objects.standing().under(entry_key(registration)))
    for entry in standing[1:]:
        _post_end(registration, entry, at=at)
    return diary.withdraw(standing[0].entry_key, at=at) if standing else None


@texts.in_its_language
def _post_end(registration: Registration, entry: Invitation, *, at: datetime) -> None:
    calendar = diary.withdraw(entry.entry_key, at=at)
    _post_entry("entry_gone", registration, entry.content, calendar, entry.entry_key, at=at)


def _post_entry(
    mail: str,
    registration: Registration,
    content: Mapping[str, str],
    calendar: CalendarPart | None,
    name: str,
    *,
    at: datetime,
    news: str = "",
) -> None:
    event = registration.event
    starts, ends = (datetime.fromisoformat(content[name]) for name in ("starts_at", "ends_at"))
    values = _values(registration) | {
        "entry": content["summary"],
        "news": news,
        "when": event.span(starts, ends),
        "where": content["location"],
    }
    letter = texts.render(f"registrations/{mail}", values, event=event)
    _send(mail, letter, registration, at=at, key=f"entry:{name}:{at.timestamp():.6f}", calendar=calendar)


def _post(
    name: str,
    registration: Registration,
    *,
    at: datetime,
    key: str,
    calendar: CalendarPart | None = None,
    more: Mapping[str, texts.Value] | None = None,
) -> None:
    letter = _letter(name, registration, more)
    _send(name, letter, registration, at=at, key=key, calendar=calendar)


def _standing(registration: Registration) -> str:
    """The mail that says in which state a registration is."""
    with_place = "booked_for_you" if registration.booked_by else "confirmation"
    return with_place if registration.has_place else str(registration.state)


def _letter(
    name: str, registration: Registration, more: Mapping[str, texts.Value] | None = None
) -> texts.Letter:
    with texts.spoken_at(registration.event):
        values = {**_values(registration), **(more or {})}
        return texts.render(f"registrations/{name}", values, event=registration.event)


def _send(
    kind: str,
    letter: texts.Letter,
    registration: Registration,
    *,
    at: datetime,
    key: str,
    calendar: CalendarPart | None = None,
) -> Message | None:
    to = outbox.Recipient(registration.mailbox, registration.name, registration.person)
    event = registration.event
    return outbox.post(letter, key=key, kind=kind, to=to, event=event, calendar=calendar, at=at)


def _without(lost: Sequence[str]) -> dict[str, texts.Value]:
    """Who was to come along and has no place any more, as a sentence."""
    told = _("Who was to come with you has no place any more: %(names)s.") % {"names": ", ".join(lost)}
    return {"companions": told if lost else ""}


def _booked(registration: Registration) -> str:
    """Who registered them, when it was somebody else."""
    if not registration.booked_by:
        return ""
    return _("%(booker)s has registered you.") % {"booker": registration.booked_by}


def _taken(registration: Registration) -> str:
    """Where no place is left; and where there is one, at an event in both ways."""
    event = registration.event
    if event.mode != event.Mode.BOTH or event.places_left <= 0:
        return _("Every place is taken at the moment.")
    if registration.mode == Registration.Mode.ONLINE:
        return _("Every online place is taken at the moment; there are places in the room.")
    return _("Every place in the room is taken at the moment; there are online places.")


def _turn(registration: Registration) -> str:
    """What happens when somebody's turn comes."""
    if not registration.event.offer_hours:
        return _("When a place comes free and it is your turn, it is yours, and we write to you.")
    return _(
        "When a place comes free and it is your turn, we write to you and hold it for you. "
        "Shortly before the event there is no time to ask: then it is yours at once."
    )


def _values(registration: Registration) -> dict[str, texts.Value]:
    """What every letter about a place may say."""
    event = registration.event
    online = joining_link(registration)
    return {
        "name": registration.name,
        "event": event.title,
        "when": event.when,
        "where": location(registration),
        "groups": (*told_tables(registration), *own_seats(registration)),
        "join": texts.Link(_("Join online on the day"), online) if online else "",
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
        "place": texts.Link(_("Open my place"), place_link(registration)),
        "state": str(registration.get_state_display()),
        "reason": registration.reason,
        "booker": registration.booked_by,
        "booked": _booked(registration),
        "turn": _turn(registration),
        "full": _taken(registration),
        "until": registration.offer_ends,
        "again": texts.Link(_("Register again"), register_link(registration)),
    }
