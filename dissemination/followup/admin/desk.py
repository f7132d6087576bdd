"""The plan of an event's follow-up: what goes to whom and when, with a look at it before it goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dissemination.accounts.admin import stood, tell_meanwhile
from dissemination.accounts.policies import signed_in
from dissemination.capture.admin.board import page
from dissemination.core.forms import as_stood, watched
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import MAIL_SENDERS
from dissemination.followup import policies, services
from dissemination.followup.forms import ItemForm, NewItemForm
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import audiences
from dissemination.mailings import services as mailings
from dissemination.mailings.admin.desk import standing

SENT = gettext_lazy("It will be sent. Until the first has left, Stop takes it back.")
TESTED = gettext_lazy("The test is on its way to you.")


def _event(request: HttpRequest, slug: str) -> Event:
    """The event, for those who may send mail to its people; 404 for everybody else."""
    return get_object_or_404(Event.objects.for_roles(request.user, MAIL_SENDERS), slug=slug)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Every item with its audience and day; lay out the usual ones, add one of your own."""
    event = _event(request, slug)
    fresh = FollowUpItem(event=event)
    form = NewItemForm(request.POST if "add" in request.POST else None, instance=fresh)
    if request.method == "POST" and _planned(request, event, form):
        return redirect("followup:plan", slug=slug)
    items = list(event.follow_up.select_related("mailing").in_order())
    far = mailings.progress_of(event)
    more = {
        "title": _("Follow-up"),
        "items": [(one, far.get(one.mailing.message_kind) if one.mailing else None) for one in items],
        "form": form,
        "today": event.local(timezone.now()).date(),
    }
    return page(request, "admin/followup/plan.html", event, more)


def _planned(request: HttpRequest, event: Event, form: NewItemForm) -> bool:
    by, at = signed_in(request.user), timezone.now()
    if "lay_out" in request.POST:
        services.lay_out_plan(event, by=by, at=at)
    elif form.is_bound:
        if not form.is_valid():
            return False
        services.keep(form.save(commit=False), by=by, at=at)
    return True


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write an item, and see it as one of its readers will."""
    event = _event(request, slug)
    rows = event.follow_up.select_related("event__project", "mailing")
    written = watched(ItemForm, stood(request))
    form = written(request.POST or None, instance=get_object_or_404(rows, pk=number))
    if request.method == "POST" and _kept(request, form):
        return redirect("followup:item", slug=slug, number=number)
    found, by, at = rows.get(pk=number), signed_in(request.user), timezone.now()
    sending = found.sending
    readers = audiences.shown(sending)
    tell_meanwhile(request, form)
    people, without = audiences.count(sending)
    more = {
        "title": str(found),
        "item": found,
        "form": form,
        "stood": as_stood([form]),
        "readers": readers,
        "people": people,
        "without": without,
        "nameless": [reader for reader in readers if not reader.email],
        "preview": services.preview(found, readers, key=request.GET.get("reader", "")),
        "verdict": policies.may_issue(found, by=by, at=at),
        "is_ready": policies.is_ready(found),
    }
    return page(request, "admin/followup/item.html", event, standing(sending, by=by, at=at) | more)


def _kept(request: HttpRequest, form: ItemForm) -> bool:
    if not form.is_valid():
        return False
    try:
        services.keep(form.save(commit=False), by=signed_in(request.user), at=timezone.now())
        tell_meanwhile(request, form)
        messages.success(request, _("Saved. Look at it below, then send it."))
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask once more with the number of people, then send; or send it to oneself alone."""
    event = _event(request, slug)
    found = get_object_or_404(event.follow_up.select_related("event__project", "mailing"), pk=number)
    by, at = signed_in(request.user), timezone.now()
    if request.method == "POST":
        verb, done = (services.send_test, TESTED) if "test" in request.POST else (services.issue, SENT)
        try:
            verb(found, by=by, at=at)
            messages.success(request, str(done))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("followup:item", slug=slug, number=number)
    people, without = audiences.count(found.sending)
    verdict = policies.may_issue(found, by=by, at=at)
    more = {
        "title": _("Send the follow-up"),
        "item": found,
        "people": people - without,
        "verdict": verdict,
        "after_quiet": mailings.after_quiet(event, at=at, quiet=event.quiet_times.all()),
    }
    return page(request, "admin/followup/issue.html", event, more)
