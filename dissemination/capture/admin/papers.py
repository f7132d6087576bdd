"""The day pack as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dissemination.accounts.policies import signed_in
from dissemination.capture import services
from dissemination.desk.admin import pdf
from registrations.admin.frame import event_for


@require_POST
def day_pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on paper in one file, for the event's organisers."""
    event = event_for(request, slug)
    content = services.day_pack(event, by=signed_in(request.user), at=timezone.now())
    return pdf(content, f"{event.slug}-day-pack.pdf")
