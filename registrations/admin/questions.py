"""The registration form in the workspace: write its questions, see it as a delegate does, ask more later."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dissemination.accounts.admin import stood, tell_meanwhile
from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.accounts.services import record
from dissemination.core.forms import as_stood, watched
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.questionnaires import services as writing
from dissemination.questionnaires.forms import QuestionForm
from dissemination.questionnaires.models import FormQuestion
from registrations import policies, services
from registrations.admin.frame import event_for, page
from registrations.forms import MoreForm, RegisterForm
from registrations.models import Answer
from registrations.services.topics import offers_of
from registrations.services.workshops import on_offer
from registrations.views.files import file_of

VERBS: dict[str, Callable[..., Any]] = {
    "up": lambda question, by, at: writing.move(question, steps=-1, by=by, at=at),
    "down": lambda question, by, at: writing.move(question, steps=1, by=by, at=at),
    "retire": lambda question, by, at: writing.retire(question, by=by, at=at),
    "bring-back": lambda question, by, at: writing.bring_back(question, by=by, at=at),
}


@require_safe
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question in its order with what can be done to it, beside the form as a delegate sees it."""
    event = event_for(request, slug)
    standing = list(event.form_questions.standing().select_related("only_if"))
    more = {
        "title": _("Registration form"),
        "parts": [
            (_("Asked at registration"), [each for each in standing if not each.is_later]),
            (_("Asked later, of those who have a place"), [each for each in standing if each.is_later]),
        ],
        "retired": event.form_questions.retired(),
        "asks_later": any(each.is_later for each in standing),
        **_preview(event, standing),
    }
    return page(request, "admin/registrations/form.html", event, more)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Write a new question, or change one; the form as a delegate will see it stands beside.

    What was written of a question that somebody took away meanwhile comes back as a new one, to be saved.
    What somebody else has changed since the page was opened is told, and overwritten only by a second save.
    """
    event = event_for(request, slug)
    was_taken_away = request.method == "POST" and not _is_asked(event, number)
    found = _found(event, 0 if was_taken_away else number)
    written = watched(QuestionForm, stood(request))(request.POST or None, instance=found)
    tell_meanwhile(request, written)
    if was_taken_away:
        messages.warning(request, _("Somebody took this question away meanwhile. Save it to ask it anew."))
    elif written.is_valid() and _kept(request, written):
        messages.success(request, _("The form asks this now."))
        return redirect(f"{_address(event)}#question-{written.instance.pk}")
    standing = list(event.form_questions.standing().select_related("only_if"))
    more = {
        "title": _("Change a question") if found.pk else _("Add a question"),
        "written": written,
        "stood": as_stood([written]),
        "question": found,
        "is_answered": bool(found.pk) and found.answers.exists(),
        **_preview(event, standing),
    }
    response = page(request, "admin/registrations/question.html", event, more)
    response.status_code = 404 if was_taken_away else 422 if written.is_bound else 200
    return response


@require_POST
def preview(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """The form as it would be with what is being written; nothing is kept."""
    event = event_for(request, slug)
    found = _found(event, number)
    written = QuestionForm(request.POST, instance=found)
    written.is_valid()
    standing = list(event.form_questions.standing().select_related("only_if"))
    shown = writing.with_draft(standing, written.instance)
    return render(
        request, "admin/registrations/form_preview.html", {"event": event, **_preview(event, shown)}
    )


@require_POST
def act(request: HttpRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """Move a question, retire it or bring it back; a refusal is told above the form."""
    event = event_for(request, slug)
    found = get_object_or_404(event.form_questions, pk=number)
    if verb not in VERBS:
        raise Http404
    by, at = signed_in(request.user), timezone.now()
    try:
        VERBS[verb](found, by, at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect(f"{_address(event)}#question-{number}")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more with the number of mails, then write to everybody who has not answered."""
    event = event_for(request, slug)
    by, at = signed_in(request.user), timezone.now()
    people = len(services.to_ask(event))
    verdict = policies.may_ask_more(event, people, at=at)
    if request.method == "POST":
        _written_to(request, event, by, at)
        return redirect("registrations:form", slug=slug)
    more = {"title": _("Ask by mail"), "people": people, "verdict": verdict}
    return page(request, "admin/registrations/ask_more.html", event, more)


@require_safe
def answer_file(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A file that a delegate sent, for those who may read the answer; who read it is in the audit."""
    mine = Answer.objects.for_user(request.user).filter(registration__event__slug=slug).exclude(file="")
    answer = get_object_or_404(mine.select_related("registration"), pk=number)
    by, event_id = signed_in(request.user), answer.registration.event_id
    record("registrations.read_file", answer, by=by, at=timezone.now(), event_id=event_id)
    return file_of(answer)


def _written_to(request: HttpRequest, event: Event, by: User, at: datetime) -> None:
    try:
        sent = services.ask_more(event, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return
    words = ngettext("%(sent)s mail goes out.", "%(sent)s mails go out.", sent) % {"sent": sent}
    messages.success(request, words if sent else _("Everybody was asked today already."))


def _kept(request: HttpRequest, written: QuestionForm) -> bool:
    """The question is saved; when that is refused, the reason stands on the form."""
    try:
        writing.save(written.save(commit=False), by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        written.add_error(None, str(refused.reason))
    return written.is_valid()


def _is_asked(event: Event, number: int) -> bool:
    """The question still stands; a new one, without a number, always may."""
    return not number or event.form_questions.standing().filter(pk=number).exists()


def _found(event: Event, number: int) -> FormQuestion:
    if not number:
        return FormQuestion(event=event)
    found: FormQuestion = get_object_or_404(event.form_questions.standing(), pk=number)
    found.event = event
    return found


def _preview(event: Event, questions: list[FormQuestion]) -> dict[str, Any]:
    """Both forms as a delegate sees them; their fields have names of their own on the organiser's page."""
    own: dict[str, Any] = {"questions": questions, "auto_id": "preview_%s", "prefix": "preview"}
    form = RegisterForm(event=event, offers=offers_of(event), seats=on_offer(event), **own)
    return {"form": form, "later": MoreForm(**own)}


def _address(event: Event) -> str:
    return redirect("registrations:form", slug=event.slug).headers["Location"]
