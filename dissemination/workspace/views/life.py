"""The buttons that move an event on, each a POST; calling off and moving ask on a page of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.accounts.policies import signed_in
from dissemination.changes import services as changes
from dissemination.core.verdicts import Refused, Verdict
from dissemination.events import policies, services
from dissemination.events.models import Event
from dissemination.workspace.forms import CancelForm, MoveForm
from dissemination.workspace.views.frame import event_for, page


@dataclass(frozen=True, slots=True)
class Verb:
    """A step of an event's life: the button, the service behind it, and what is said when it is done."""

    label: Promise
    service: Callable[..., Any]
    told: Promise


VERBS = {
    "publish": Verb(gettext_lazy("Publish"), services.publish, gettext_lazy("Readers see the event now.")),
    "withdraw": Verb(
        gettext_lazy("Back to draft"), services.withdraw, gettext_lazy("Only the team sees the event now.")
    ),
    "open": Verb(
        gettext_lazy("Open registration"),
        services.open_registration,
        gettext_lazy("People can register now."),
    ),
    "close": Verb(
        gettext_lazy("Close registration"),
        services.close_registration,
        gettext_lazy("Nobody can register any more."),
    ),
    "hold": Verb(
        gettext_lazy("Mark as held"), services.mark_held, gettext_lazy("The event counts as held now.")
    ),
}
NEXT = {
    "draft": ("publish",),
    "published": ("open", "withdraw"),
    "open": ("close",),
    "closed": ("hold", "open"),
}


def may(request: HttpRequest, event: Event, verb: str, *, at: datetime) -> Verdict:
    """The verdict of the verb's policy."""
    rules: dict[str, Callable[[], Verdict]] = {
        "publish": lambda: policies.may_publish_event(request.user, event),
        "withdraw": lambda: policies.may_withdraw_event(request.user, event),
        "open": lambda: policies.may_open_registration(request.user, event, at=at),
        "close": lambda: policies.may_close_registration(request.user, event),
        "hold": lambda: policies.may_mark_held(request.user, event, at=at),
    }
    return rules[verb]()


def offered(request: HttpRequest, event: Event, *, at: datetime) -> list[dict[str, Any]]:
    """The steps that the event's state suggests, each with its verdict."""
    verbs = () if event.is_cancelled else NEXT.get(event.state, ())
    return [
        {"name": verb, "label": VERBS[verb].label, "verdict": may(request, event, verb, at=at)}
        for verb in verbs
    ]


def _back(event: Event) -> HttpResponse:
    return redirect("admin:event_path", event.slug)


@require_POST
def move_on(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Take one step of the event's life, or say why not."""
    event = event_for(request, slug, policies.APPROVERS)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb].service(event, by=signed_in(request.user), at=timezone.now())
        messages.success(request, str(VERBS[verb].told))
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    return _back(event)


@require_POST
def publish_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring every diary up to date, and say how many that were."""
    event = event_for(request, slug, policies.SETUP_WRITERS)
    try:
        told = changes.publish_changes(event, by=signed_in(request.user), at=timezone.now())
        words = ngettext("%(told)s person is told by mail.", "%(told)s people are told by mail.", told)
        messages.success(request, words % {"told": told})
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    return _back(event)


def _cancel(event: Event, values: dict[str, Any], **who: Any) -> int:
    return changes.cancel_event(event, reason=values["reason"], **who)


def _put_off(event: Event, values: dict[str, Any], **who: Any) -> int:
    return changes.postpone_event(event, reason=values["reason"], **who)


def _move(event: Event, values: dict[str, Any], **who: Any) -> int:
    return changes.move_event(event, starts_at=values["starts_at"], **who)


@dataclass(frozen=True, slots=True)
class Grave:
    """A step that is asked about first: its form, its service and its words."""

    form: type[forms.Form]
    service: Callable[..., int]
    title: Promise
    warning: Promise
    label: Promise


GRAVE = {
    "cancel": Grave(
        CancelForm,
        _cancel,
        gettext_lazy("Cancel this event"),
        gettext_lazy(
            "Everybody who has a place or a part gets a mail, and the entry leaves their diary. "
            "Whoever waits, is invited and has not answered, or holds places for an organisation is told too."
        ),
        gettext_lazy("Cancel the event and tell everybody"),
    ),
    "put-off": Grave(
        CancelForm,
        _put_off,
        gettext_lazy("Postpone this event: a new date follows"),
        gettext_lazy(
            "Everybody keeps their place, part or turn. The entry leaves their diary until you set the new "
            "date. Then everybody is told, gets the entry again and is asked whether they still come."
        ),
        gettext_lazy("Postpone the event and tell everybody"),
    ),
    "postpone": Grave(
        MoveForm,
        _move,
        gettext_lazy("Move this event to another time"),
        gettext_lazy(
            "The whole programme moves with it. Every diary is brought up to date, and whoever has a "
            "place or a part is asked whether they still come. Whoever waits, is invited and has not "
            "answered, or holds places for an organisation, is told too."
        ),
        gettext_lazy("Move the event and tell everybody"),
    ),
}


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Ask before calling the event off or moving it; then do it and say how many people are told."""
    event, grave = event_for(request, slug, policies.SETUP_WRITERS), GRAVE.get(verb)
    if grave is None:
        raise Http404
    with timezone.override(event.tz):
        form = grave.form(request.POST or None)
        is_right = form.is_valid()
    if not is_right:
        hears = changes.who_hears(event, is_ending=verb == "cancel")
        more = {
            "title": grave.title,
            "event": event,
            "form": form,
            "grave": grave,
            "told": hears.people,
            "hears": hears,
        }
        return page(request, "workspace/ask.html", more)
    try:
        told = grave.service(event, form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        messages.success(request, _("Done. People told by mail: %(told)s.") % {"told": told})
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    return _back(event)
