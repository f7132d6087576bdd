"""One delegate's answers: written by an organiser, and brought back as they were before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.accounts.policies import signed_in
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.delegates.admin.frame import event_for, page
from dissemination.delegates.forms import AnswersForm, LaterAnswersForm
from dissemination.delegates.record import earlier_of
from dissemination.events.models import Event
from registrations import policies, services
from registrations.models import EarlierAnswers, Registration
from registrations.services.details import details_of


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Own questions with what this delegate said, to be put right; and what was said before."""
    event = event_for(request, slug)
    one = _found(event, number)
    now = one.answers.in_order()
    given = {
        "questions": list(event.form_questions.standing().select_related("only_if")),
        "told": {answer.question_id: answer.value for answer in now},
    }
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    forms = [AnswersForm(*sent, **given), LaterAnswersForm(*sent, **given)]
    valid = [form.is_valid() for form in forms]
    if all(valid):
        return _changed(request, one, forms)
    if any(answer.question.is_special_category for answer in now):
        by, at = signed_in(request.user), timezone.now()
        record("delegates.read_answers", one, by=by, at=at, event_id=event.pk)
    more = {
        "title": one.name,
        "registration": one,
        "forms": forms,
        "form": forms[0],
        "asks": any(form.asked for form in forms),
        "verdict": policies.may_change(one, at=timezone.now(), by=signed_in(request.user)),
        "earlier": earlier_of(one),
    }
    status = 422 if any(form.errors for form in forms) else 200
    return page(request, "answers", event, more, status=status)


@require_POST
def restore(request: HttpRequest, slug: str, number: int, version: int) -> HttpResponse:
    """What was said then stands again."""
    event = event_for(request, slug)
    rows = EarlierAnswers.objects.for_user(request.user).select_related("registration__event")
    earlier = get_object_or_404(rows.filter(registration__event=event, registration_id=number), pk=version)
    try:
        services.restore(earlier, by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("The answers stand as they did then. The delegate gets a mail."))
    return redirect("delegates:answers", slug=slug, number=number)


def _changed(request: HttpRequest, one: Registration, forms: list[AnswersForm]) -> HttpResponse:
    said = [each for form in forms for each in form.said]
    is_told, by = "mail" in request.POST, signed_in(request.user)
    try:
        services.change(one, details_of(one), said=said, is_told=is_told, by=by, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("The answers are kept."))
    return redirect("delegates:answers", slug=one.event.slug, number=one.pk)


def _found(event: Event, number: int) -> Registration:
    rows = event.registrations.select_related("organisation").prefetch_related("answers")
    one: Registration = get_object_or_404(rows, pk=number)
    one.event = event
    return one
