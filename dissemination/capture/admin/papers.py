"""The day pack and each of its papers as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from dissemination.accounts.policies import signed_in
from dissemination.capture import services
from dissemination.core.verdicts import Refused
from dissemination.desk.admin import pdf
from registrations.admin.frame import event_for


@require_POST
def day_pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on paper in one file, for the event's organisers."""
    event = event_for(request, slug)
    content = services.day_pack(event, by=signed_in(request.user), at=timezone.now())
    return pdf(content, f"{event.slug}-day-pack.pdf")


@require_POST
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One paper; the page of papers again, with the reason, where there is nothing to print."""
    event = event_for(request, slug)
    try:
        content = services.paper(event, kind=kind, by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("desk:papers", slug=slug)
    return pdf(content, f"{event.slug}-{kind}.pdf")
