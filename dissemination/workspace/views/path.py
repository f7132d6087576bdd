"""My events, and one event's path of stages."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dissemination.accounts.policies import signed_in
from dissemination.changes.models import StillComing, StillSpeaking
from dissemination.events import policies
from dissemination.events.models import Event, TeamMember
from dissemination.events.policies import ALLERGY_READERS, DESK_WORKERS, SETUP_READERS
from dissemination.mailings import policies as mail_policies
from dissemination.mailings import services as mailings
from dissemination.mailings.models import Mailing
from dissemination.messaging.models import Message
from dissemination.workspace import stages
from dissemination.workspace.querysets import with_figures
from dissemination.workspace.views import life
from dissemination.workspace.views.frame import event_for, page

SOON = timedelta(days=14)
IN_SHORT = {True: ("day", "outcomes", "report"), False: ("speakers", "delegates", "groups")}


def _card(event: Event, at: datetime) -> dict[str, Any]:
    path = stages.stages(event, at=at)
    told = IN_SHORT[event.state in stages.AFTER]
    in_short = [stage for stage in path if stage.key in told]
    return {"event": event, "path": path, "in_short": in_short, "next_step": stages.next_step(path)}


def my_events(request: HttpRequest) -> dict[str, Any]:
    """What the first page shows: a card for each event, those to come first, and the desks one works at."""
    mine = Event.objects.for_roles(request.user, SETUP_READERS).values("pk")
    now = timezone.now()
    found = with_figures(Event.objects.filter(pk__in=mine), at=now).order_by("starts_at")
    cards = [(event, _card(event, now)) for event in found]
    kept = Event.objects.filter(ends_at__gte=now - SOON, cancelled_at=None)  # after that, needs are deleted
    soon = kept.filter(starts_at__lte=now + SOON).exclude(state="draft")
    cares = TeamMember.objects.filter(user_id=request.user.pk or 0, role__in=ALLERGY_READERS).values("event")
    return {
        "coming": [card for event, card in cards if not event.is_over(now)],
        "past": [card for event, card in reversed(cards) if event.is_over(now)],
        "desks": soon.for_roles(request.user, DESK_WORKERS),
        "welfare": kept.filter(pk__in=cares).order_by("starts_at", "pk"),
        "may_start": policies.may_start_event(request.user),
    }


def _missing(event: Event) -> list[tuple[str, str]]:
    """What a draft lacks, each with the address at which it is put right."""
    if event.is_public:
        return []
    found = policies.missing_for_publication(event, has_programme=vars(event)["session_count"] > 0)
    return [(str(lack.todo), stages.where_to_put(event, lack)) for lack in found]


def _is_known(row: Mailing) -> bool:
    """Its moment stands: the event takes place, and on a day that is known where it leaves before that."""
    is_open = row.event.is_postponed and row.timing == Mailing.Timing.BEFORE
    return not (row.event.is_cancelled or is_open)


def _to_come(
    event: Event, written: list[Mailing], mails: QuerySet, at: datetime
) -> list[tuple[str, str, str]]:
    """What will be sent by itself, soonest first: (when, what, where it is changed)."""
    quiet = list(event.quiet_times.all()) if written else []
    planned = [row for row in written if row.state == Mailing.State.PLANNED and _is_known(row)]
    coming = [
        (moment, str(row.get_kind_display()), reverse("mailings:mailing", args=[event.slug, row.pk]), told)
        for row in planned
        for moment, told in [mailings.stands_at(row, at=at, quiet=quiet)]
        if moment
    ]
    soon = mails.order_by("due_at")[:10]
    coming += [(mail.due_at, mail.subject, "", event.spelt(mail.due_at)) for mail in soon]
    return [(told, words, url) for _moment, words, url, told in sorted(coming)]


@require_safe
def event_path(request: HttpRequest, slug: str) -> HttpResponse:
    """The life of one event: stages with figures, the next thing to do, its buttons, its mail to come."""
    event, now = event_for(request, slug), timezone.now()
    path = stages.stages(event, at=now)
    may_organise = policies.may_organise(request.user, event)
    mails = Message.objects.for_user(request.user).filter(event=event)
    written = list(event.mailings.all()) if may_organise else []
    more = {
        "title": event.title,
        "event": event,
        "stages": path,
        "next_step": stages.next_step(path),
        "verbs": life.offered(request, event, at=now),
        "may_organise": may_organise,
        "is_over": event.is_over(now),
        "to_come": _to_come(event, written, mails.to_come(now).filter(is_bulk=False), now),
        "to_send_anew": [
            one for one in written if mail_policies.may_send_anew(one, by=signed_in(request.user))
        ],
        "to_approve": mailings.waiting_at(event) if policies.may_approve_mail(request.user, event) else [],
        "lessons": event.cloned_from.lessons if event.cloned_from else "",
        "missing": _missing(event),
        "was_moved": StillComing.objects.of(event.pk).exists() or StillSpeaking.objects.of(event.pk).exists(),
    }
    return page(request, "workspace/event_path.html", more)
