"""The figures of an event's stages, counted by the database in the one query that finds the events."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dissemination.events.models import Event
from dissemination.messaging.models import Message
from dissemination.outcomes.models import Outcome
from registrations.models import Registration
from sessions.models import Group, Session
from speakers.models import Appearance


def _number(rows: QuerySet, path: str = "event") -> Coalesce:
    """How many of the rows belong to each event."""
    own = rows.order_by().filter(**{path: OuterRef("pk")}).values(path)
    return Coalesce(Subquery(own.annotate(number=Count("pk", distinct=True)).values("number")), 0)


def with_figures(events: QuerySet[Event]) -> QuerySet[Event]:
    """The events, each with the numbers that its path of stages shows."""
    workshops = Session.objects.filter(kind=Session.Kind.WORKSHOP)
    standing = Appearance.objects.standing()
    owing = standing.filter(slides_due_at__isnull=False)
    brought = owing.filter(materials__state__in=("received", "checked", "released"))
    live = Registration.objects.live()
    return events.select_related("project", "venue").annotate(
        session_count=_number(Session.objects.all()),
        workshop_count=_number(workshops),
        empty_workshop_count=_number(workshops.filter(questions=None)),
        group_count=_number(Group.objects.all(), "session__event"),
        speaker_count=_number(standing),
        owing_count=_number(owing),
        slides_missing=_number(owing) - _number(brought),
        waiting_count=_number(live.filter(state="waiting")),
        pending_count=_number(live.filter(state="pending")),
        attended_count=_number(live.filter(state="attended")),
        sent_count=_number(Message.objects.filter(state="sent")),
        to_come_count=_number(Message.objects.filter(state__in=("queued", "held", "leased"))),
        failed_count=_number(Message.objects.filter(state__in=("failed", "bounced"))),
        outcome_count=_number(Outcome.objects.filter(state="published")),
        places_taken=F("taken") + F("online_taken"),
    )
