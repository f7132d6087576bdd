"""The link of an organisation for which places are held: one form, one place each."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.core import passes
from dissemination.core.forms import done
from dissemination.core.tokens import read_token
from registrations import policies, services
from registrations.forms import RegisterForm
from registrations.invites import HELD, TAKEN, allotment_link, contacts_code
from registrations.models import Allotment
from registrations.services import Details
from registrations.services.topics import all_parts_of


@require_safe
def open_allotment(request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser take one of the places, and take the token out of the address."""
    code = read_token(HELD, token)
    found = Allotment.objects.for_codes([code or ""]).first()
    if found is None:
        return render(request, "registrations/no_place.html", status=404)
    answer = redirect("registrations:allotment", code=found.code)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return passes.grant(request, answer, purpose=HELD, code=found.code)


@require_http_methods(["GET", "HEAD", "POST"])
def allotment(request: HttpRequest, code: str) -> HttpResponse:
    """The form for one place. It tells nobody which addresses are known, or how many places are left."""
    rows = Allotment.objects.for_codes(passes.held(request, HELD))
    held = get_object_or_404(rows.select_related("event__venue", "event__project", "organisation"), code=code)
    event = held.event
    form = RegisterForm(request.POST or None, request.FILES or None, event=event, **all_parts_of(event))
    _settle(form, held)
    take = partial(services.take_held, held, at=timezone.now())
    if form.is_valid() and done(form, lambda: take(form.details, **form.sent)):
        messages.success(request, _taken(form.details))
        return redirect("registrations:allotment", code=code)
    may_take = policies.may_take_held(held, at=timezone.now())
    context = {"allotment": held, "event": event, "form": form, "may_take": may_take}
    status = 422 if form.is_bound else 200
    return render(request, "registrations/held.html", context, status=status)


@require_safe
def open_taken(request: HttpRequest, token: str) -> HttpResponse:
    """Let the contact see who has taken a place; whoever was the contact before sees nothing more."""
    known = read_token(TAKEN, token) or ""
    found = Allotment.objects.for_codes([known.partition(".")[0]]).first()
    if found is None or contacts_code(found) != known:
        return render(request, "registrations/no_place.html", status=404)
    answer = redirect("registrations:taken", code=found.code)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return passes.grant(request, answer, purpose=TAKEN, code=known)


@require_safe
def taken(request: HttpRequest, code: str) -> HttpResponse:
    """How many places are left, and the names of those who took one by the link and so were told of this."""
    rows = Allotment.objects.for_codes([code]).select_related("event__venue", "organisation")
    held = get_object_or_404(rows)
    if contacts_code(held) not in passes.held(request, TAKEN):
        raise Http404
    people = held.registrations.live()
    named = people.by_the_link().order_by("registered_at", "pk")
    context = {
        "allotment": held,
        "event": held.event,
        "people": named,
        "unnamed": people.count() - len(named),
        "link": allotment_link(held),
        "may_take": policies.may_take_held(held, at=timezone.now()),
    }
    return render(request, "registrations/taken.html", context)


def _settle(form: RegisterForm, held: Allotment) -> None:
    """The organisation and the kind of place are those of the allotment, whatever is sent."""
    organisation = form.fields["organisation"]
    organisation.disabled = organisation.required = True
    organisation.help_text = _("Your place is held for it.")
    organisation.widget.attrs.pop("list")
    form.initial["organisation"] = held.organisation.name
    form.fields.pop("mode", None)


def _taken(details: Details) -> str:
    told = {"name": details.name, "mailbox": details.email or details.contact_email}
    return _("Done for %(name)s. A mail to %(mailbox)s is on its way and says the rest.") % told
