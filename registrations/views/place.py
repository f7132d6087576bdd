"""My place: opened by the link in the mail, or by signing in."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dissemination.core import passes, throttle
from dissemination.core.forms import as_sent, as_stood, done, left_alone
from dissemination.core.tokens import read_token
from dissemination.events.models import Organisation
from dissemination.messaging import diary
from dissemination.questionnaires.policies import still_open
from registrations import policies, services
from registrations.forms import ChangeForm, CompanionForm, DiaryForm, HandOverForm, MoreForm, WorkshopsForm
from registrations.forms.register import WHILE_THEY_LAST
from registrations.invites import PURPOSE, joining_link, location, occasions_for, told_seats
from registrations.models import Registration
from registrations.services.details import details_of
from registrations.services.topics import parts_of
from registrations.services.workshops import on_offer
from registrations.views import day
from registrations.views.files import file_of
from registrations.views.found import my_place
from sessions.models import Session


@require_safe
def open_place(request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser see the place and take the token out of the address, or say what to do instead."""
    code = read_token(PURPOSE, token)
    registration = Registration.objects.for_codes([code or ""]).select_related("event").first()
    if registration is None:
        return render(request, "registrations/no_place.html", status=404)
    if not registration.is_live:
        page = "registrations/cancelled.html"
        return render(request, page, {"registration": registration, "event": registration.event}, status=410)
    answer = redirect("registrations:place", code=registration.code)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return passes.grant(request, answer, purpose=PURPOSE, code=registration.code)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket, my day hour by hour, my groups, and slides once they are released."""
    registration = my_place(request, code)
    if not registration.is_live:
        context = {"registration": registration, "event": registration.event}
        return render(request, "registrations/cancelled.html", context)
    now = timezone.now()
    shown = shown_at(registration, at=now)
    shown |= {
        "may_change": policies.may_change(registration, at=now),
        "may_cancel": policies.may_cancel(registration, at=now),
        "may_hand_over": policies.may_hand_over(registration, at=now),
        "may_choose": policies.may_choose_workshops(registration, at=now),
        "may_choose_diary": policies.may_choose_diary(registration, at=now),
        "may_bring": policies.may_bring(registration, number=len(shown["companions"]), at=now),
        "may_accept": policies.may_accept(registration, at=now),
    }
    return render(request, "registrations/place.html", shown)


def shown_at(registration: Registration, *, at: datetime) -> dict[str, Any]:
    """What stands at a place, without what can be done there."""
    context: dict[str, Any] = {"registration": registration, "event": registration.event}
    context |= _answers(registration, at=at) if registration.event.asks_more else {}
    slots = day.slots(registration, at=at)
    return context | {
        "groups": told_seats(registration),
        "gets_group": _gets_group(registration, slots),
        "where": location(registration),
        "joining_link": joining_link(registration),
        "slots": slots,
        "has_choice": any(slot.is_limited for slot in slots),
        "materials": day.readable_materials(registration),
        "number": policies.number_in_line(registration),
        "companions": registration.event.registrations.there_for(registration),
    }


@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The diary entry as a file, under the same UID as the invitation."""
    registration = my_place(request, code)
    content = diary.download(occasions_for(registration), at=timezone.now())
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{registration.event.slug}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change the answers."""
    registration = my_place(request, code)
    event = registration.event
    known = details_of(registration)
    form = ChangeForm(
        request.POST or None,
        request.FILES or None,
        event=event,
        known=known,
        stood=as_sent(request.POST.get("stood", "")),
        told=services.answers_of(registration),
        **parts_of(event),
    )
    beside = _who_comes_too(registration)
    change = partial(services.change, registration, at=timezone.now())
    is_done = form.is_valid() and done(form, lambda: change(form.details, said=form.said))
    if fields := left_alone([form]):
        told = _("Meanwhile somebody else changed: %(fields)s. That stays as they left it.")
        messages.info(request, told % {"fields": fields})
    if is_done:
        messages.success(request, _("Your answers are changed. You need not do anything else."))
        _tell_who_does_not_come(request, registration, beside)
        return redirect("registrations:place", code=code)
    more = {
        "stood": as_stood([form]),
        "brought": ", ".join(beside),
        "organisations": Organisation.objects.offered().order_by("name"),
        "may_choose": policies.may_choose_workshops(registration, at=timezone.now()),
        "has_choice": event.asks_more and event.sessions.limited().exists(),
    }
    return _form_page(request, "registrations/change.html", registration, form, **more)


@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Take the place that is offered."""
    services.accept(my_place(request, code), at=timezone.now())
    return redirect("registrations:place", code=code)


@throttle.counted
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Give the place to a colleague. What follows is the same whether or not we know their address."""
    registration = my_place(request, code)
    form, beside = HandOverForm(request.POST or None), _who_comes_too(registration)
    hand_over = partial(services.hand_over, registration, at=timezone.now())
    if form.is_valid() and done(form, lambda: hand_over(**form.cleaned_data)):
        _tell_who_does_not_come(request, registration, beside)
        return redirect("registrations:place", code=code)
    may = policies.may_hand_over(registration, at=timezone.now())
    more = {"may_hand_over": may, "brought": ", ".join(beside)}
    return _form_page(request, "registrations/hand_over.html", registration, form, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest, code: str) -> HttpResponse:
    """Answer what the organiser asks later, or change what was answered."""
    registration, now = my_place(request, code), timezone.now()
    policies.may_answer_more(registration, at=now).enforce()
    form = MoreForm(
        request.POST or None,
        request.FILES or None,
        questions=list(registration.event.form_questions.standing()),
        told=services.answers_of(registration),
    )
    answer = partial(services.answer_more, registration, at=now)
    if form.is_valid() and done(form, lambda: answer(said=form.said)):
        messages.success(request, _("The organiser has your answers. You need not do anything else."))
        return redirect("registrations:place", code=code)
    return _form_page(request, "registrations/more.html", registration, form)


@require_safe
def my_file(request: HttpRequest, code: str, number: int) -> FileResponse:
    """A file that this delegate has sent as an answer."""
    answers = my_place(request, code).answers.exclude(file="")
    return file_of(get_object_or_404(answers, pk=number))


@require_http_methods(["GET", "HEAD", "POST"])
def workshops(request: HttpRequest, code: str) -> HttpResponse:
    """Choose among the sessions with limited seats; where there are none, the place says all there is."""
    registration = my_place(request, code)
    if not (offered := on_offer(registration.event)):
        return redirect("registrations:place", code=code)
    form = WorkshopsForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        held=set(registration.workshop_seats.values_list("session_id", flat=True)),
    )
    choose = partial(services.choose_workshops, registration, at=timezone.now())
    if form.is_valid() and done(form, lambda: choose(form.cleaned_data["sessions"])):
        messages.success(request, _("Your choice is saved."))
        return redirect("registrations:place", code=code)
    may = policies.may_choose_workshops(registration, at=timezone.now())
    told = "" if registration.has_place else WHILE_THEY_LAST
    more = {"title": _("Choose your seats"), "told": told, "choice": form["sessions"], "may_choose": may}
    return _form_page(request, "registrations/choose.html", registration, form, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def companion(request: HttpRequest, code: str) -> HttpResponse:
    """Name who comes along, an interpreter or carer; or say that they do not come after all."""
    registration, now = my_place(request, code), timezone.now()
    if "gone" in request.POST:
        return _does_not_come(request, registration, at=now)
    if "gone" in request.GET:
        gone = _brought(registration, request.GET["gone"])
        event = registration.event
        is_waited_for = event.registrations.wait_behind(gone)
        context = {"event": event, "registration": registration, "one": gone, "is_waited_for": is_waited_for}
        return render(request, "registrations/companion_gone.html", context)
    form = CompanionForm(request.POST or None)
    bring = partial(services.bring, registration, at=now)
    if form.is_valid() and (made := done(form, lambda: bring(**form.sent))):
        words = _("%(name)s has a place, and sits with you in every workshop.")
        messages.success(request, words % {"name": made.name})
        return redirect("registrations:place", code=code)
    beside = registration.event.registrations.there_for(registration)
    may = policies.may_bring(registration, number=beside.count(), at=now)
    return _form_page(request, "registrations/companion.html", registration, form, may_bring=may)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_diary(request: HttpRequest, code: str) -> HttpResponse:
    """Choose whether the diary holds the whole day or each session."""
    registration, now = my_place(request, code), timezone.now()
    form = DiaryForm(request.POST or None, initial={"diary": registration.diary})
    choose = partial(services.choose_diary, registration, at=now)
    if form.is_valid() and done(form, lambda: choose(form.cleaned_data["diary"])):
        messages.success(request, _("Your choice is saved. Each entry that changes comes by mail."))
        return redirect("registrations:place", code=code)
    may = policies.may_choose_diary(registration, at=now)
    told = _(
        "Whichever you choose follows every change of time and room. "
        "Each entry that comes or goes has a mail of its own, so that your calendar can read it."
    )
    more = {"title": _("The event in your diary"), "told": told, "choice": form["diary"], "may_choose": may}
    return _form_page(request, "registrations/choose.html", registration, form, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first; the answer yes is a POST."""
    registration = my_place(request, code)
    beside = _who_comes_too(registration)
    if request.method == "POST":
        services.cancel(registration, at=timezone.now())
        _tell_who_does_not_come(request, registration, beside)
    if request.method == "POST" or not registration.is_live:
        return redirect("registrations:place", code=code)
    context = {"event": registration.event, "registration": registration, "brought": ", ".join(beside)}
    context["is_waited_for"] = registration.event.registrations.wait_behind(registration)
    return render(request, "registrations/cancel.html", context)


@require_safe
@login_required
def my_places(request: HttpRequest) -> HttpResponse:
    """All registrations of the person who is signed in, newest event first."""
    rows = Registration.objects.of_person(request.user).select_related("event")
    return render(
        request, "registrations/my_places.html", {"registrations": rows.order_by("-event__starts_at", "pk")}
    )


def _does_not_come(request: HttpRequest, registration: Registration, *, at: datetime) -> HttpResponse:
    """Whom the delegate has brought gives the place back."""
    one = _brought(registration, request.POST["gone"])
    services.cancel(one, at=at)
    messages.success(request, _("%(name)s has no place any more.") % {"name": one.name})
    return redirect("registrations:place", code=registration.code)


def _who_comes_too(registration: Registration) -> list[str]:
    """The names of those whom this delegate brings, and who lose their places with the delegate's."""
    brought = registration.event.registrations.brought_by(registration)
    return list(brought.values_list("name", flat=True))


def _tell_who_does_not_come(request: HttpRequest, registration: Registration, before: list[str]) -> None:
    """Say who of those that came along before has no place any more."""
    standing = _who_comes_too(registration)
    if gone := ", ".join(name for name in before if name not in standing):
        told = _("Who was to come with you has no place any more: %(names)s.")
        messages.info(request, told % {"names": gone})


def _brought(registration: Registration, number: str) -> Registration:
    """Somebody without an address of their own whom this delegate brings."""
    brought = registration.event.registrations.brought_by(registration)
    return get_object_or_404(brought, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)


def _form_page(
    request: HttpRequest, page: str, registration: Registration, form: Form, **more: object
) -> HttpResponse:
    """A form of this delegate, with what is to be put right; a place that is gone says so instead."""
    if not (registration.is_live or form.is_bound):
        return redirect("registrations:place", code=registration.code)
    context = {"event": registration.event, "registration": registration, "form": form, **more}
    return render(request, page, context, status=422 if form.is_bound else 200)


def _gets_group(registration: Registration, slots: list[day.Slot]) -> bool:
    """Whoever has a place in the room of an event with a workshop sits in a group, if it takes place."""
    in_room = registration.has_place and registration.mode == Registration.Mode.IN_PERSON
    is_to_come = in_room and not registration.event.is_cancelled
    return is_to_come and any(slot.kind == Session.Kind.WORKSHOP and not slot.is_limited for slot in slots)


def _answers(registration: Registration, *, at: datetime) -> dict[str, object]:
    """What this delegate has told the organiser, and what is still to tell."""
    answers = list(registration.answers.in_order())
    questions = list(registration.event.form_questions.standing())
    told = {answer.question_id: answer.value for answer in answers}
    may_answer = policies.may_answer_more(registration, at=at)
    return {
        "answers": answers,
        "to_answer": still_open(questions, told) if may_answer else [],
        "may_answer": may_answer and any(question.is_later for question in questions),
    }
