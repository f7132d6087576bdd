"""Who is here already and sits elsewhere now: the desk tells them, one after the other."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.desk import services
from dissemination.desk.views.finding import event_for, people_of, person_for, surname
from registrations.invites import TOLD


@require_safe
@login_required
def moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody to be told, by surname, with the tables that are new; prints as a list to read out."""
    event = event_for(request, slug)
    people = people_of(event).attended().filter(places__is_to_tell=True).distinct()
    rows = sorted(people.prefetch_related(TOLD), key=surname)
    return render(request, "desk/moved.html", {"event": event, "people": rows})


@require_POST
@login_required
def told(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """They know now."""
    services.tell_tables(person_for(request, slug, number), by=signed_in(request.user), at=timezone.now())
    return redirect("desk:moved", slug=slug)
