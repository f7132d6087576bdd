"""A new event, from nothing or from an earlier one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.events import policies
from dissemination.events.forms import NewEventForm, zone_named
from dissemination.events.services import Plan, start_event
from dissemination.workspace.forms import CloneForm
from dissemination.workspace.services.clone import Copy, clone_event
from dissemination.workspace.views.frame import event_for, page


@require_http_methods(["GET", "POST"])
def new_event(request: HttpRequest) -> HttpResponse:
    """One short form makes a draft, with its project where there is none."""
    by, at = signed_in(request.user), timezone.now()
    if not policies.may_start_event(by):
        raise PermissionDenied
    with timezone.override(zone_named(request.POST.get("zone", ""))):
        form = NewEventForm(request.POST or None, user=by)
        if not form.is_valid():
            return page(request, "workspace/new_event.html", {"title": _("New event"), "form": form})
    event = start_event(Plan(**form.cleaned_data), by=by, at=at)
    messages.success(request, _("The event is a draft. Only its team sees it until you publish it."))
    return redirect("admin:event_path", event.slug)


@require_http_methods(["GET", "POST"])
def clone(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of the event on another day; says what was copied."""
    event = event_for(request, slug, policies.SETUP_WRITERS)
    form = CloneForm(request.POST or None, initial={"title": event.title})
    if not form.is_valid():
        more = {"title": _("Copy this event"), "event": event, "form": form}
        return page(request, "workspace/clone.html", more)
    by, at = signed_in(request.user), timezone.now()
    copy = clone_event(event, **form.cleaned_data, by=by, at=at)
    messages.success(request, _told(copy))
    return redirect("admin:event_path", copy.event.slug)


def _told(copy: Copy) -> str:
    """What was copied, each kind with its number, and what was not."""
    kinds = (
        (ngettext("%d session", "%d sessions", copy.sessions), copy.sessions),
        (ngettext("%d question", "%d questions", copy.questions), copy.questions),
        (ngettext("%d group", "%d groups", copy.groups), copy.groups),
        (ngettext("%d room", "%d rooms", copy.rooms), copy.rooms),
        (
            ngettext(
                "%d question of the registration form",
                "%d questions of the registration form",
                copy.form_questions,
            ),
            copy.form_questions,
        ),
        (_("a team of %d"), copy.team),
    )
    told = _("Copied: %(kinds)s. Not copied: delegates, speakers, the joining link.")
    return told % {"kinds": ", ".join(words % number for words, number in kinds)}
