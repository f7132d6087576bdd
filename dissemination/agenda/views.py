"""The page on which a delegate puts the day into a diary, and what that diary fetches."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dissemination.agenda import invites, policies, services
from dissemination.agenda.models import Agenda
from dissemination.core.tokens import read_token
from dissemination.documents import calendar
from registrations.views.found import my_place


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """The whole day once, or hour by hour and always up to date."""
    registration = my_place(request, code)
    policies.may_subscribe(registration).enforce()
    agenda = Agenda.objects.filter(registration=registration).first()
    address = invites.address(agenda) if agenda else ""
    context = {
        "registration": registration,
        "event": registration.event,
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}",
        "google": invites.google_link(registration),
        "outlook": invites.outlook_link(registration),
    }
    return render(request, "agenda/choose.html", context)


@require_POST
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """An address for the delegate's own calendar, the first one or a new one."""
    services.renew(my_place(request, code), at=timezone.now())
    messages.success(request, _("This is your address. An earlier one shows nothing any more."))
    return redirect("agenda:choose", code=code)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The delegate's day as it stands; a diary that has it already is told so (304)."""
    rows = Agenda.objects.opened_by(read_token(invites.PURPOSE, token))
    agenda = rows.select_related("registration__event__venue", "registration__event__project").first()
    if agenda is None:
        raise Http404
    content = calendar.feed(invites.entries(agenda), name=agenda.registration.event.title)
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    headers = {"ETag": etag, "Content-Disposition": 'inline; filename="my-day.ics"'}
    kind = "text/calendar; charset=utf-8; method=PUBLISH"
    answer = HttpResponse(content, content_type=kind, headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer
