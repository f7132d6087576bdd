"""The pipeline of a project's stories, and the page on which one story is worked on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.capture.admin.board import page
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import STORY_WRITERS
from dissemination.outcomes.models import Outcome, Theme
from dissemination.stories import policies, services
from dissemination.stories.forms import ClearForm, StudyForm, TitleForm, WithdrawForm
from dissemination.stories.models import CaseStudy, Clearance, StoryLead


def _event(request: HttpRequest, slug: str) -> Event:
    mine = Event.objects.for_roles(request.user, STORY_WRITERS).select_related("project")
    return get_object_or_404(mine, slug=slug)


def _leads(event: Event) -> QuerySet[StoryLead]:
    """The stories of the event's project: those told elsewhere are worked on here too."""
    leads = StoryLead.objects.filter(project=event.project).in_order()
    return leads.select_related("project", "event", "helper", "case_study")


@require_GET
def pipeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Every story of the project: who helps, how far it is."""
    event = _event(request, slug)
    return page(
        request, "admin/stories/pipeline.html", event, {"title": _("Stories"), "leads": list(_leads(event))}
    )


@require_http_methods(["GET", "POST"])
def lead(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One story: what was told, what is written, who has agreed, and the next step."""
    event = _event(request, slug)
    found = get_object_or_404(_leads(event), pk=number)
    study: CaseStudy | None = getattr(found, "case_study", None)
    form = _form(request, study) if study else None
    if request.method == "POST" and _done(request, found, study, form):
        return redirect("stories:lead", slug=slug, number=number)
    more = {"title": str(found), "lead": found, "study": study, "form": form, "title_form": TitleForm()}
    if study:
        more |= _standing(request, study)
    return page(request, "admin/stories/lead.html", event, more)


def _form(request: HttpRequest, study: CaseStudy) -> StudyForm:
    """The text, with the themes and conclusions of the project to choose from."""
    form = StudyForm(request.POST if "write" in request.POST else None, instance=study)
    fields: Any = form.fields
    fields["themes"].queryset = Theme.objects.filter(event__project=study.project)
    fields["outcome"].queryset = Outcome.objects.published().filter(event__project=study.project)
    return form


def _standing(request: HttpRequest, study: CaseStudy) -> dict[str, Any]:
    by = signed_in(request.user)
    fresh = CaseStudy.objects.select_related("lead", "project").get(pk=study.pk)
    return {
        "clearances": list(study.clearances.all()),
        "current": fresh.version_hash,
        "asked_at": services.asked_at(fresh),
        "ask": policies.may_ask_teller(fresh, by=by),
        "clear": policies.may_clear(fresh, by=by),
        "publish": policies.may_publish(fresh, by=by),
        "withdraw": policies.may_withdraw(fresh, by=by),
        "clear_form": ClearForm(),
        "withdraw_form": WithdrawForm(),
        "is_approved": policies.has_cleared(fresh, Clearance.Party.TELLER),
    }


def _cleaned(form: Form) -> dict[str, Any]:
    """The form's values, or a refusal in its words."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data


def _write(form: StudyForm, who: dict[str, Any]) -> None:
    services.write(form.save(commit=False), **who)
    form.save_m2m()


def _done(request: HttpRequest, lead: StoryLead, study: CaseStudy | None, form: StudyForm | None) -> bool:
    """Do what was pressed; True when there is nothing to put right."""
    if form and form.is_bound and not form.is_valid():
        return False
    who: dict[str, Any] = {"by": signed_in(request.user), "at": timezone.now()}
    data = request.POST
    verbs: dict[str, Callable[[], object]] = {
        "take_up": lambda: services.take_up(lead, **who),
        "decline": lambda: services.decline(lead, **who),
        "draft": lambda: services.draft(lead, title=_cleaned(TitleForm(data))["title"], **who),
    }
    if study and form:
        verbs |= {
            "write": lambda: _write(form, who),
            "ask": lambda: services.ask_teller(study, **who),
            "clear": lambda: services.clear(study, name=_cleaned(ClearForm(data))["name"], **who),
            "publish": lambda: services.publish(study, **who),
            "withdraw": lambda: services.withdraw(
                study, reason=_cleaned(WithdrawForm(data))["reason"], **who
            ),
        }
    verb = next((verbs[name] for name in verbs if name in data), None)
    try:
        if verb:
            verb()
            messages.success(request, _("Done."))
    except Refused as refused:
        messages.error(request, str(refused))
    return True
