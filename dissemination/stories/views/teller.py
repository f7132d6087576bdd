"""The page on which a teller reads their story before it is published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dissemination.core import passes
from dissemination.core.tokens import read_token
from dissemination.core.verdicts import Refused
from dissemination.stories import policies, services
from dissemination.stories.links import PURPOSE
from dissemination.stories.models import CaseStudy, Clearance, StoryLead


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/wrong_link.html", status=404)


@require_GET
def exchange(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a pass, so that the token leaves the address."""
    code = read_token(PURPOSE, token)
    if code is None or not StoryLead.objects.for_codes([code]).exists():
        return _unknown(request)
    return passes.grant(request, redirect("stories:teller", code=code), purpose=PURPOSE, code=code)


@require_http_methods(["GET", "POST"])
def teller(request: HttpRequest, code: str) -> HttpResponse:
    """Read the text as it stands, and approve exactly that."""
    mine = StoryLead.objects.for_codes(passes.held(request, PURPOSE)).filter(code=code)
    study = CaseStudy.objects.select_related("lead", "project").filter(lead__in=mine).first()
    if study is None:
        return _unknown(request)
    if request.method == "POST":
        return _approved(request, study)
    context = {
        "study": study,
        "words": study.words,
        "is_approved": policies.has_cleared(study, Clearance.Party.TELLER),
    }
    return render(request, "stories/teller.html", context)


def _approved(request: HttpRequest, study: CaseStudy) -> HttpResponse:
    try:
        services.approve(study, version_hash=request.POST.get("version", ""), at=timezone.now())
        messages.success(request, _("Approved. We publish this text, and no other."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("stories:teller", code=study.lead.code)
