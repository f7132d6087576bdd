"""The figures of an event's stages, counted by the database in the one query that finds the events."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dissemination.core.prepared import Columns, Given
from dissemination.events.models import Event
from dissemination.mailings.models import Mailing
from dissemination.messaging.models import Message
from dissemination.outcomes.models import Outcome
from registrations.models import GroupPlace, Registration, WorkshopSeat
from sessions.models import Group, Session
from speakers.models import Appearance


def _number(rows: QuerySet, path: str = "event") -> Coalesce:
    """How many of the rows belong to each event."""
    own = rows.order_by().filter(**{path: OuterRef("pk")}).values(path)
    return Coalesce(Subquery(own.annotate(number=Count("pk", distinct=True)).values("number")), 0)


def _mails(rows: QuerySet) -> Coalesce:
    """How many of these mails each event has: counted in an index, as there may be very many."""
    own = rows.order_by().filter(event=OuterRef("pk")).values("event")
    return Coalesce(Subquery(own.annotate(number=Count("*")).values("number")), 0)


def _without_a_table() -> QuerySet[Registration]:
    """Who takes part in the room and lacks a table in a workshop of theirs, once groups have been told."""
    mine = {"registration": OuterRef(OuterRef("pk")), "session": OuterRef("pk")}
    laid = Session.objects.filter(event=OuterRef("event"), kind=Session.Kind.WORKSHOP).filter(
        Exists(Group.objects.filter(session=OuterRef("pk"))),
        Q(seats=None) | Exists(WorkshopSeat.objects.filter(**mine)),
        ~Exists(GroupPlace.objects.filter(**mine)),
    )
    here = Registration.objects.expected_or_here().filter(mode=Registration.Mode.IN_PERSON)
    return here.filter(Exists(laid), event__groups_told_at__isnull=False)


@cache
def _figures() -> Columns:
    """The numbers that the path of an event's stages shows; each page of a team asks for them."""
    at: Any = Given("at", DateTimeField())
    workshops = Session.objects.filter(kind=Session.Kind.WORKSHOP)
    empty = workshops.filter(questions=None, event=OuterRef("pk")).order_by("starts_at", "order", "pk")
    standing = Appearance.objects.standing()
    owing = standing.filter(slides_due_at__isnull=False)
    brought = owing.filter(materials__state__in=("received", "checked", "released"))
    mails = Message.objects.all()
    live = Registration.objects.live()
    online = Registration.objects.expected_or_here().filter(mode=Registration.Mode.ONLINE)
    counted = Event.objects.annotate(
        session_count=_number(Session.objects.all()),
        workshop_count=_number(workshops),
        empty_workshop=Subquery(empty.values("pk")[:1]),
        group_count=_number(Group.objects.all(), "session__event"),
        tableless_count=_number(_without_a_table()),
        speaker_count=_number(standing),
        owing_count=_number(owing),
        slides_missing=_number(owing) - _number(brought),
        declined_count=_number(Appearance.objects.declined()),
        late_count=_number(standing.late_with_slides(at)),
        waiting_count=_number(live.filter(state="waiting")),
        pending_count=_number(live.filter(state="pending")),
        linkless_count=_number(online.filter(event__joining_link="")),
        attended_count=_number(live.filter(state="attended")),
        sent_count=_mails(mails.filter(state="sent")),
        to_come_count=_mails(mails.to_come(at)),
        planned_count=_number(Mailing.objects.planned()),
        leaving_count=_mails(mails.on_the_way(at)),
        failed_count=_mails(mails.filter(state__in=("failed", "bounced"))),
        outcome_count=_number(Outcome.objects.filter(state="published")),
        places_taken=F("taken") + F("online_taken"),
    )
    return Columns(counted)


def with_figures(events: QuerySet[Event], *, at: datetime) -> QuerySet[Event]:
    """The events, each with the numbers that its path of stages shows at this moment."""
    return _figures().added_to(events.select_related("project", "venue"), at=at)
