"""What is sent to many: written, looked at as any reader, tested, sent, held back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.accounts.admin import stood, tell_meanwhile
from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.core.forms import as_stood, watched
from dissemination.core.verdicts import Refused
from dissemination.delegates.filters import Filters
from dissemination.events.models import Event
from dissemination.events.policies import MAIL_SENDERS
from dissemination.mailings import audiences, emails, policies, services
from dissemination.mailings.forms import MailingForm, PersonalForm, QuietForm
from dissemination.mailings.models import Mailing, Objection, PersonalWords, QuietTime, SpeakersObjection
from dissemination.messaging import texts
from dissemination.messaging.vocabulary import MAILS

WORST, USUAL = "worst", "usual"
ACTS: dict[str, tuple[Callable[..., object], Any]] = {
    "send": (services.plan, _("It will be sent. Until the first has left, Stop takes it back.")),
    "anew": (services.send_anew, _("Everybody gets it again. Until the first has left, Stop takes it back.")),
    "stop": (services.stop, _("Stopped.")),
    "pause": (services.pause, _("Paused. What has not left waits until you go on.")),
    "resume": (services.resume, _("It goes on.")),
    "test": (services.send_test, _("The test is on its way to you.")),
}


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every mailing with its audience and moment; the times in which nothing leaves."""
    event = _event(request, slug)
    form = QuietForm(request.POST if "quiet" in request.POST else None, instance=QuietTime(event=event))
    if request.method == "POST" and _kept_quiet(request, event, form):
        return redirect("mailings:overview", slug=slug)
    far, quiet = services.progress_of(event), list(event.quiet_times.all())
    more = {
        "title": _("Messages to many"),
        "rows": [(row, moment, far.get(row.message_kind)) for row, moment in _in_order(event, quiet)],
        "quiet_times": quiet,
        "fewer": Objection.objects.for_user(request.user).filter(registration__event=event).count(),
        "fewer_speaking": SpeakersObjection.objects.for_user(request.user).filter(event=event).count(),
        "form": form,
    }
    return page(request, "admin/mailings/overview.html", event, more)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a message of your own; from the list of delegates, to those whom it shows."""
    event = _event(request, slug)
    words = texts.words_of("mailings/own", event)
    begun = Mailing(event=event, subject=words.subject, body=words.body)
    listed = Filters(event, request.GET.dict())
    if not listed.is_open:
        begun.audience, begun.filters = Mailing.Audience.LIST, listed.query().removeprefix("?")
    return _written(request, event, begun)


@require_http_methods(["GET", "POST"])
def mailing(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write it, look at it as one of its readers, see how far it is."""
    event = _event(request, slug)
    if request.method == "GET":
        return _opened(request, event, event.mailings.all(), number)
    with transaction.atomic():  # nobody else saves it meanwhile
        return _opened(request, event, event.mailings.select_for_update(of=("self",), no_key=True), number)


def _opened(request: HttpRequest, event: Event, rows: QuerySet, number: int) -> HttpResponse:
    found = get_object_or_404(rows.select_related("session", "group"), pk=number)
    found.event = event
    return redirect(_home(found)) if found.is_follow_up else _written(request, event, services.follow(found))


def _written(request: HttpRequest, event: Event, found: Mailing) -> HttpResponse:
    with timezone.override(event.tz):
        form = watched(MailingForm, stood(request))(request.POST or None, instance=found)
        if request.method == "POST" and form.is_valid() and "save" in request.POST and _kept(request, form):
            return redirect("mailings:mailing", slug=event.slug, number=found.pk)
        return page(request, "admin/mailings/mailing.html", event, _shown(request, found, form))


def _shown(request: HttpRequest, found: Mailing, form: Any) -> dict[str, Any]:
    """What the page of a mailing shows: its words, its readers, the letter to one of them."""
    key = request.POST.get("reader", "") or request.GET.get("reader", USUAL)
    is_right = not form.is_bound or form.is_valid()
    people, without = audiences.count(found) if is_right else (0, 0)
    by, at = signed_in(request.user), timezone.now()
    tell_meanwhile(request, form)
    return standing(found, by=by, at=at) | {
        "title": _title(found),
        "stood": as_stood([form]),
        "is_unsaved": form.is_unsaved,
        "mail": MAILS[found.letter],
        "form": form,
        "people": people,
        "without": without,
        "readers": audiences.shown(found) if is_right else [],
        "reader": key,
        "listed": audiences.looked_for(found) if found.filters else None,
        "preview": _preview(found, key) if is_right else None,
        "may_write": policies.may_write(found, by=by) if found.pk else True,
    }


def standing(found: Mailing, *, by: User, at: datetime) -> dict[str, Any]:
    """What a page says of how far it is, and which buttons hold it back."""
    waits, quiet = services.waits(found), list(found.event.quiet_times.all())
    return {
        "mailing": found,
        "moment": moment_of(found, at=at, quiet=quiet),
        "after_quiet": services.after_quiet(found.event, at=at, quiet=quiet),
        "progress": services.progress(found) if found.pk else None,
        "waits": waits,
        "publishers": services.publishers(found) if waits else [],
        "may_send": policies.may_plan(found, by=by, at=at) if found.pk else None,
        "may_send_anew": policies.may_send_anew(found, by=by),
    }


def _preview(found: Mailing, key: str) -> texts.Letter | None:
    reader = audiences.reader(found, key) if key not in (USUAL, WORST) else None
    if reader and found.pk:
        return emails.Post(found).preview(reader)
    return emails.sample(found, worst=key == WORST)


def _kept(request: HttpRequest, form: MailingForm) -> bool:
    try:
        services.keep(form.save(commit=False), by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    tell_meanwhile(request, form)
    messages.success(request, _("Saved."))
    return True


@require_POST
def act(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send, stop, pause, go on, test: whichever button was pressed."""
    found = get_object_or_404(_event(request, slug).mailings.select_related("event"), pk=number)
    verb, done = ACTS.get(request.POST.get("verb", ""), (None, ""))
    try:
        if verb:
            verb(found, by=signed_in(request.user), at=timezone.now())
            messages.success(request, str(done))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_home(found))


def _home(found: Mailing) -> str:
    """The page on which it is written."""
    if found.is_follow_up:
        return reverse("followup:item", args=[found.event.slug, found.follow_up.pk])
    return reverse("mailings:mailing", args=[found.event.slug, found.pk])


@require_http_methods(["GET", "POST"])
def reader(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """One reader: what they get, in other words where you wish, or nothing."""
    event = _event(request, slug)
    found = get_object_or_404(event.mailings.written_here(), pk=number)
    found.event = event
    services.follow(found)
    one = audiences.reader(found, key)
    if one is None:
        return redirect("mailings:mailing", slug=slug, number=number)
    words = PersonalWords.objects.filter(mailing=found, reader=key).first()
    own = words or PersonalWords(mailing=found, reader=key, body=found.body)
    form = watched(PersonalForm, stood(request))(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid() and _kept_for_one(request, found, key, form.cleaned_data):
        tell_meanwhile(request, form)
        return redirect("mailings:reader", slug=slug, number=number, key=key)
    tell_meanwhile(request, form)
    more = {
        "stood": as_stood([form]),
        "title": one.name,
        "mailing": found,
        "reader": one,
        "form": form,
        "words": words,
        "preview": emails.Post(found).preview(one),
    }
    return page(request, "admin/mailings/reader.html", event, more)


def _kept_for_one(request: HttpRequest, found: Mailing, key: str, told: dict[str, Any]) -> bool:
    body = "" if told["body"] == found.body else told["body"]
    try:
        by, at = signed_in(request.user), timezone.now()
        services.write_for_one(found, key, body=body, is_left_out=told["is_left_out"], by=by, at=at)
        messages.success(request, _("Saved."))
    except Refused as refused:
        messages.error(request, str(refused))
    return True


def _kept_quiet(request: HttpRequest, event: Event, form: QuietForm) -> bool:
    by, at, ended = signed_in(request.user), timezone.now(), request.POST.get("end", "")
    try:
        if ended.isdecimal():
            services.end_quiet(get_object_or_404(event.quiet_times, pk=ended), by=by, at=at)
        elif form.is_valid():
            services.keep_quiet(form.save(commit=False), by=by, at=at)
        return not form.is_bound or form.is_valid()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False


def _title(found: Mailing) -> str:
    if found.pk is None:
        return _("Write a message")
    return str(found.get_kind_display()) if found.is_usual else found.heading


def moment_of(found: Mailing, *, at: datetime, quiet: list[QuietTime] | None = None) -> str:
    """When it leaves or has begun to, on the event's clocks."""
    return services.stands_at(found, at=at, quiet=quiet)[1]


def _in_order(event: Event, quiet: list[QuietTime]) -> list[tuple[Mailing, str]]:
    """Every mailing with its moment, in the order in which they leave; last what has none."""
    at = timezone.now()
    rows = [services.follow(row) for row in event.mailings.select_related("follow_up")]
    told = [(row, *services.stands_at(row, at=at, quiet=quiet)) for row in rows]
    told.sort(key=lambda each: (each[1] is None, each[1] or each[0].pk))
    return [(row, words) for row, _moment, words in told]


def _event(request: HttpRequest, slug: str) -> Event:
    """The event, for those who may send mail to its people; 404 for everybody else."""
    mine = Event.objects.for_roles(request.user, MAIL_SENDERS).select_related("venue", "project")
    event: Event = get_object_or_404(mine, slug=slug)
    vars(request)["event_in_hand"] = event
    return event


def page(request: HttpRequest, name: str, event: Event, more: dict[str, Any]) -> HttpResponse:
    """A page of the workspace about what goes to many at this event."""
    return render(request, name, admin.site.each_context(request) | {"event": event} | more)
