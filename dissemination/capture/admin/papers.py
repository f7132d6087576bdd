"""The day pack as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from dissemination.accounts.policies import signed_in
from dissemination.capture import services
from dissemination.core.verdicts import Refused
from registrations.admin.groups import event_for
from registrations.admin.papers import pdf


@require_POST
def day_pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on paper in one file, for the event's organisers."""
    event = event_for(request, slug)
    try:
        content = services.day_pack(event, by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("registrations:papers", slug=slug)
    return pdf(content, f"{event.slug}-day-pack.pdf")
