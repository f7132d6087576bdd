"""A list comes in, in three steps: the file, what its columns are, and what it would do before it does it."""

from collections.abc import Sequence

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.delegates import policies, services
from dissemination.delegates.admin.frame import event_for, page
from dissemination.delegates.forms import BringForm, rows_of, targets_of
from dissemination.delegates.models import IncomingList
from dissemination.documents import tables
from dissemination.events.models import Event
from registrations.forms.lists import ColumnsForm, ListForm, guessed
from registrations.models import Registration

MOST_SHOWN, MOST_REFUSED = 50, 500


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the file; lists that are not brought in yet can be gone on with."""
    event, by, at = event_for(request, slug), signed_in(request.user), timezone.now()
    form = ListForm(_sent(request), request.FILES or None)
    if form.is_valid():
        name = str(form.cleaned_data["file"].name)
        incoming = services.receive(event, name=name, content=form.content, by=by, at=at)
        guess = guessed(form.table.headings, targets_of(event))
        services.name_columns(incoming, guess, by=by, at=at)
        return redirect("delegates:columns", slug=slug, number=incoming.pk)
    more = {
        "title": _("Bring in a list"),
        "form": form,
        "begun": event.incoming_lists.kept(at).defer("content", "rows"),
        "verdict": policies.may_bring_in(event, by, at=at),
        "targets": targets_of(event).values(),
    }
    return page(request, "bring", event, more, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What each column of the file is: guessed from the headings, to be put right."""
    event = event_for(request, slug)
    incoming = _found(event, number)
    if incoming.asked_at:
        return redirect("delegates:check", slug=slug, number=number)
    table = tables.read(bytes(incoming.content))
    form = ColumnsForm(_sent(request), table=table, targets=targets_of(event), known=_known(incoming, table))
    if form.is_valid():
        services.name_columns(incoming, form.columns, by=signed_in(request.user), at=timezone.now())
        return redirect("delegates:check", slug=slug, number=number)
    more = {"title": _("What the columns are"), "incoming": incoming, "form": form, "rows": len(table.rows)}
    return page(request, "columns", event, more, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the list would do; brought in when the organiser says how. Of a long list, how far it is."""
    event = event_for(request, slug)
    incoming = _found(event, number)
    if incoming.asked_at:
        return _carried(request, incoming)
    table = tables.read(bytes(incoming.content))
    rows = rows_of(event, table, _known(incoming, table))
    found = services.compare(event, rows)
    form = BringForm(_sent(request), wrong=len(found.wrong))
    if form.is_valid():
        return _brought(request, incoming, rows, form)
    more = {
        "title": _("What this list would do"),
        "incoming": incoming,
        "form": form,
        "found": found,
        "good": len(found.good),
        "most": MOST_SHOWN,
    }
    return page(request, "check", event, more, status=422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Throw the file away."""
    event = event_for(request, slug)
    incoming = get_object_or_404(event.incoming_lists, pk=number)
    services.forget(incoming, by=signed_in(request.user), at=timezone.now())
    if incoming.done:
        messages.success(request, _("The list is thrown away. Whoever came in by it stays."))
    else:
        messages.success(request, _("The list is thrown away. Nobody came in by it."))
    return redirect("delegates:bring", slug=slug)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _brought(
    request: HttpRequest, incoming: IncomingList, rows: Sequence[services.Row], form: BringForm
) -> HttpResponse:
    """Bring it in and say what came of it, or where it is told."""
    slug, by, at = incoming.event.slug, signed_in(request.user), timezone.now()
    here = redirect("delegates:check", slug=slug, number=incoming.pk)
    try:
        brought = services.bring_in(
            incoming, rows, is_whole=form.is_whole, is_told=form.is_told, by=by, at=at
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return here
    if brought is None:
        return here
    for number, reason in list(brought.refused.items())[:MOST_SHOWN]:
        messages.error(request, _("Row %(number)s: %(reason)s") % {"number": number, "reason": reason})
    messages.success(request, _summary(brought))
    return redirect("delegates:list", slug=slug)


def _carried(request: HttpRequest, incoming: IncomingList) -> HttpResponse:
    """How far a long list is; at the end, what came of it."""
    brought = services.Brought.of(incoming.outcome)
    more = {
        "title": _("Bringing in a list"),
        "incoming": incoming,
        "summary": _summary(brought),
        "refused": list(brought.refused.items())[:MOST_REFUSED],
        "more_refused": max(0, len(brought.refused) - MOST_REFUSED),
    }
    return page(request, "carried", incoming.event, more)


def _summary(brought: services.Brought) -> str:
    new, left_out = brought.states.total(), brought.left_out
    stand = [f"{Registration.State(state).label} {number}" for state, number in brought.states.items()]
    words = ngettext("%(count)s person is new", "%(count)s people are new", new) % {"count": new}
    told = [f"{words} ({', '.join(stand)})" if stand else words]
    told.append(
        ngettext("%(count)s changed", "%(count)s changed", brought.changed) % {"count": brought.changed}
    )
    if left_out:
        rows = ", ".join(map(str, left_out[:MOST_SHOWN])) + (", …" if len(left_out) > MOST_SHOWN else "")
        words = ngettext(
            "%(count)s left out (row %(rows)s)", "%(count)s left out (rows %(rows)s)", len(left_out)
        )
        told.append(words % {"count": len(left_out), "rows": rows})
    return ", ".join(told) + "."


def _found(event: Event, number: int) -> IncomingList:
    """The list; 404 once it has been brought in, or its hour is over."""
    kept = event.incoming_lists.kept(timezone.now()).select_related("event")
    incoming: IncomingList = get_object_or_404(kept, pk=number)
    return incoming


def _known(incoming: IncomingList, table: tables.Table) -> list[str]:
    """What each column is, one for each heading that the table has."""
    return [*incoming.columns, *[""] * len(table.headings)][: len(table.headings)]
