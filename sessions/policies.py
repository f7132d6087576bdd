"""The rules of a programme: what may stand on it, and what may be taken off it."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event
from sessions.models import Group, Question, Room, Session


def may_stand_on(event: Event, row: Model) -> Verdict:
    """This row belongs to the programme of this event."""
    owner = row if isinstance(row, Room | Session) else getattr(row, "session", None)
    room = getattr(row, "room", None)
    if getattr(owner, "event_id", None) == event.pk and (room is None or room.event_id == event.pk):
        return YES
    return no(_("This is not part of the event's programme."))


def may_remove_session(session: Session) -> Verdict:
    """Take a session off the programme: not while somebody appears in it or has a place in its groups."""
    if session.appearances.standing().exists():
        return no(_("Somebody appears in “%(title)s”. Take them off it first.") % {"title": session.title})
    if session.appearances.filter(materials__versions__isnull=False).exists():
        words = _("Slides that somebody sent belong to “%(title)s”. Delete them under Materials first.")
        return no(words % {"title": session.title})
    if session.places.exists() or session.workshop_seats.held().exists():
        return no(_("People have places in “%(title)s”.") % {"title": session.title})
    return YES


def may_set_seats(session: Session, seats: int | None) -> Verdict:
    """Fewer seats, as long as everybody who has one keeps it."""
    taken = session.workshop_seats.held().count() if session.pk and seats is not None else 0
    if taken > (seats or 0):
        words = ngettext(
            "%(taken)s person has a seat. Enter at least %(taken)s.",
            "%(taken)s people have seats. Enter at least %(taken)s.",
            taken,
        )
        return no(words % {"taken": taken})
    return YES


def may_remove_group(group: Group) -> Verdict:
    """Take a table away: not while people have places at it."""
    if group.places.exists():
        return no(_("People have places at “%(name)s”. Move them first.") % {"name": group.name})
    return YES


def may_remove_question(question: Question) -> Verdict:
    """Take a question away: not after a group has answered it."""
    if question.points.exists():
        return no(_("Groups have answered “%(text)s”. It stays.") % {"text": question.text})
    return YES


def may_remove_room(room: Room) -> Verdict:
    """Take a room away: not while a session or a table is in it."""
    session = room.sessions.first()
    table = room.groups.select_related("session").first()
    user = session or (table and table.session)
    if user:
        told = {"room": room.name, "title": user.title}
        return no(_("“%(room)s” is the room of “%(title)s”. Choose another one there first.") % told)
    return YES


def may_remove(row: Model) -> Verdict:
    """Take this row off the programme, whatever it is."""
    if isinstance(row, Session):
        return may_remove_session(row)
    if isinstance(row, Group):
        return may_remove_group(row)
    if isinstance(row, Question):
        return may_remove_question(row)
    if isinstance(row, Room):
        return may_remove_room(row)
    return no(_("This is not part of a programme."))
