"""The page of an event's invitations: how they stand, which organisations have nobody, whom to write to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused, Verdict
from dissemination.events.models import Event, Organisation
from dissemination.guests import policies, services
from dissemination.guests.forms import PasteForm, WantForm
from dissemination.guests.models import Guest
from dissemination.guests.querysets import GuestQuerySet
from dissemination.guests.services.counts import held_back
from registrations.admin.frame import event_for, page

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is written to many: its button, what it says, to whom, and the verb that sends it."""

    name: str
    label: Promise
    says: Promise
    due: Callable[[GuestQuerySet, datetime], GuestQuerySet]
    rule: Callable[..., Verdict]
    send: Callable[..., int]


LETTERS = {
    letter.name: letter
    for letter in (
        Letter(
            "save-the-date",
            gettext_lazy("Send the date"),
            gettext_lazy("“Keep this day free.” The invitation follows later."),
            lambda guests, at: guests.to_tell(),
            policies.may_save_the_date,
            services.save_the_date,
        ),
        Letter(
            "invite",
            gettext_lazy("Invite"),
            gettext_lazy("The invitation, with a link of their own to say yes or no."),
            lambda guests, at: guests.to_invite(),
            policies.may_invite,
            services.invite,
        ),
        Letter(
            "remind",
            gettext_lazy("Remind"),
            gettext_lazy(
                "“We have not heard from you.” To nobody who answered, declined or cannot be reached."
            ),
            lambda guests, at: guests.to_chase(at),
            policies.may_invite,
            services.chase,
        ),
    )
}


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts, organisations, letters; and the forms by which people and organisations are added."""
    event = event_for(request, slug)
    pasted = PasteForm(request.POST) if "paste" in request.POST else PasteForm()
    wanted = WantForm(request.POST) if "want" in request.POST else WantForm()
    if request.method == "POST" and _done(request, event, pasted, wanted):
        return redirect("guests:board", slug=slug)
    now, mine = timezone.now(), Guest.objects.filter(event=event)
    places, used = held_back(event)
    more = {
        "title": _("Invitations"),
        "counts": services.counts_of(event),
        "tallies": services.tallies(event),
        "letters": [(letter, letter.due(mine, now).count()) for letter in LETTERS.values()],
        "last_chase": _last_chase(event),
        "places_held": places,
        "places_used": used,
        "pasted": pasted,
        "wanted": wanted,
    }
    response = page(request, "admin/guests/board.html", event, more)
    response.status_code = 422 if pasted.errors or wanted.errors else 200
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Whom the mail goes to and what it says; the answer yes is a POST."""
    event, by, now = event_for(request, slug), signed_in(request.user), timezone.now()
    letter = LETTERS.get(verb)
    if letter is None:
        raise Http404
    if request.method == "POST":
        _sent(request, event, letter, by, now)
        return redirect("guests:board", slug=slug)
    due = letter.due(Guest.objects.filter(event=event), now)
    number = due.count()
    more = {
        "title": letter.label,
        "letter": letter,
        "number": number,
        "people": due.select_related("organisation")[:SHOWN],
        "left": max(0, number - SHOWN),
        "verdict": letter.rule(event, by, at=now) and policies.has_somebody(number),
        "last_chase": _last_chase(event) if verb == "remind" else None,
    }
    return page(request, "admin/guests/write.html", event, more)


def _sent(request: HttpRequest, event: Event, letter: Letter, by: User, at: datetime) -> None:
    try:
        sent = letter.send(event, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return
    messages.success(
        request, ngettext("%(sent)s mail goes out.", "%(sent)s mails go out.", sent) % {"sent": sent}
    )


def _done(request: HttpRequest, event: Event, pasted: PasteForm, wanted: WantForm) -> bool:
    """What was pressed is done; a form that says what to put right is shown again instead."""
    by, at = signed_in(request.user), timezone.now()
    if pasted.is_valid():
        people = pasted.cleaned_data["people"]
        new = services.add_many(event, people, by=by, at=at)
        left_out = pasted.cleaned_data["left_out"]
        messages.success(request, added(new, known=len(people) - new, left_out=left_out))
    if wanted.is_valid():
        services.want(event, wanted.cleaned_data["names"], by=by, at=at)
    if "unwant" in request.POST:
        services.unwant(event, _organisation(request.POST["unwant"]), by=by, at=at)
    return not (pasted.errors or wanted.errors)


def _organisation(number: str) -> Organisation:
    return get_object_or_404(Organisation, pk=number if number.isdecimal() and len(number) < 19 else 0)


def _last_chase(event: Event) -> dict[str, Any] | None:
    """When reminders last went out, by whom and to how many; None before the first."""
    reminded = event.guests.filter(chased_at__isnull=False).select_related("chased_by")
    last = reminded.order_by("-chased_at").first()
    if last is None or last.chased_at is None:
        return None
    number = event.guests.filter(chased_at=last.chased_at).count()
    return {"when": event.spelt(last.chased_at), "by": last.chased_by, "number": number}


def added(new: int, *, known: int, left_out: int = 0) -> str:
    """What came of a list, in words."""
    words = ngettext("%(new)s person added.", "%(new)s people added.", new) % {"new": new}
    if known:
        words += " " + _("%(known)s stood on the list already.") % {"known": known}
    if left_out:
        words += " " + ngettext("%(count)s row was left out.", "%(count)s rows were left out.", left_out) % {
            "count": left_out
        }
    return words
