"""Somebody comes without a place; and the desk closes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.desk import services
from dissemination.desk.forms import WalkInForm
from dissemination.desk.views.answer import answer
from dissemination.desk.views.finding import event_for
from dissemination.events.models import Event, Organisation
from registrations.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody without a place: a free one, or that of somebody who has not come."""
    event = event_for(request, slug)
    form = WalkInForm(request.POST or None, event=event)
    if form.is_valid() and (registration := _walked_in(request, event, form)):
        return answer(request, event, _("Welcome"), "go", registration=registration)
    organisations = Organisation.objects.known().order_by("name")
    context = {"event": event, "form": form, "organisations": organisations}
    return render(request, "desk/walk_in.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark everybody who has not come as absent; ask first."""
    event = event_for(request, slug)
    if request.method == "POST":
        services.close_desk(event, by=signed_in(request.user), at=timezone.now())
        return redirect("desk:desk", slug=slug)
    missing = event.registrations.not_come().filter(state="confirmed").count()
    return render(request, "desk/close_desk.html", {"event": event, "missing": missing})


def _walked_in(request: HttpRequest, event: Event, form: WalkInForm) -> Registration | None:
    """The walk-in, registered and here; None with the reason on the form when that is refused."""
    told = form.cleaned_data
    places = {name: told[name] for name in ("instead_of", "beside_instead_of", "form_key")}
    by, at = signed_in(request.user), timezone.now()
    try:
        return services.walk_in(event, form.details, companion=form.beside, by=by, at=at, **places)
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
    return None
