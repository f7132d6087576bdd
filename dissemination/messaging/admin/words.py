"""The words of every mail: one list, and a page on which they are written and looked at.

The same pages serve an event (for its organisers) and, without one, the whole house (for administrators).
"""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import MAIL_SENDERS
from dissemination.messaging import services, texts
from dissemination.messaging.forms import WordsForm
from dissemination.messaging.models import Wording
from dissemination.messaging.placeholders import Mail
from dissemination.messaging.vocabulary import MAILS


@require_safe
def overview(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Every mail, when it is sent, and whose words it has."""
    event = _event(request, slug)
    own = {row.name: row for row in Wording.objects.of(event).filter(is_in_force=True)}
    house = set(Wording.objects.of(None).filter(is_in_force=True).values_list("name", flat=True))
    rows = [
        {"mail": mail, "address": _address(name, event), "own": own.get(name), "is_of_house": name in house}
        for name, mail in MAILS.items()
        if event is None or not mail.is_of_house
    ]
    return _page(
        request, "admin/messaging/overview.html", event, {"title": _("Words of the mails"), "rows": rows}
    )


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, mail: str, slug: str = "") -> HttpResponse:
    """Write a mail and look at it; bring back an earlier version, or the standard text."""
    event = _event(request, slug)
    name, found = _mail(mail, event)
    language = _language(request)
    in_force = texts.words_of(name, event, language=language)
    typed = request.POST if {"save", "look"} & set(request.POST) else None
    form = WordsForm(typed, name=name, initial={"subject": in_force.subject, "body": in_force.body})
    if request.method == "POST" and _done(request, name, event, form):
        return redirect(request.get_full_path())
    more = {
        "title": found.title,
        "mail": found,
        "form": form,
        "preview": _preview(form, found, event, in_force),
        "versions": _versions(name, event, language),
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else (),
        "language": language,
        "overview": _overview(event),
    }
    return _page(request, "admin/messaging/words.html", event, more)


def _done(request: HttpRequest, name: str, event: Event | None, form: WordsForm) -> bool:
    """Something was kept; what is refused is said, and what was typed stays on the page."""
    by, at, told = signed_in(request.user), timezone.now(), request.POST
    try:
        if "restore" in told:
            services.restore_standard(name, event, by=by, at=at, language=_language(request))
            messages.success(request, _("The standard text counts again."))
        elif told.get("version", "").isdecimal():
            version = get_object_or_404(Wording.objects.of(event).filter(name=name), pk=told["version"])
            services.use_version(version, by=by, at=at)
            messages.success(request, _("That version counts again."))
        elif "save" in told and form.is_valid() and not _is_overtaken(told, form):
            services.write_words(
                name,
                event,
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                by=by,
                at=at,
                language=_language(request),
            )
            messages.success(request, _("Saved. From now on this mail says it in your words."))
        else:
            return False
    except Refused as refused:
        messages.error(request, str(refused))
    return True


def _is_overtaken(told: QueryDict, form: WordsForm) -> bool:
    """Somebody saved other words while the page was open: whoever sent it is told, and may save again."""
    if told.get("stood", form.stood) == form.stood:
        return False
    form.add_error(
        None,
        _(
            "Somebody saved other words while you had the page open: they stand first among the versions "
            "below. Save again to put yours in their place."
        ),
    )
    return True


def _preview(form: WordsForm, mail: Mail, event: Event | None, in_force: texts.Words) -> texts.Letter | None:
    """The letter as it is on the page; none while something has to be put right."""
    if form.is_bound and not form.is_valid():
        return None
    typed = form.cleaned_data if form.is_bound else {}
    shown = texts.Words(typed["subject"], typed["body"]) if typed else in_force
    values = texts.samples(mail, event=event, worst=typed.get("reader") == "worst")
    return texts.compose(shown, values, mail=mail)


def _versions(name: str, event: Event | None, language: str) -> list[tuple[Wording, str]]:
    """The newest versions, each with its moment: on the event's clocks, for the house on ours."""
    rows = Wording.objects.of(event).filter(name=name, language=language).select_related("written_by")[:20]
    spelt = event.spelt if event else lambda moment: date_format(timezone.localtime(moment), "l j F Y, H:i")
    return [(row, spelt(row.written_at)) for row in rows]


def _language(request: HttpRequest) -> str:
    """In which the words are written: as the address says, else in the language of the house."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _event(request: HttpRequest, slug: str) -> Event | None:
    """The event, for its organisers; none for an administrator of the house; 404 for everybody else."""
    if not slug:
        if request.user.is_superuser:
            return None
        raise Http404
    mine = Event.objects.for_roles(request.user, MAIL_SENDERS).select_related("project")
    event: Event = get_object_or_404(mine, slug=slug)
    vars(request)["event_in_hand"] = event
    return event


def _mail(code: str, event: Event | None) -> tuple[str, Mail]:
    name = code.replace("-", "/")
    mail = MAILS.get(name)
    if mail is None or (event and mail.is_of_house):
        raise Http404
    return name, mail


def _address(name: str, event: Event | None) -> str:
    code = name.replace("/", "-")
    return (
        reverse("messaging:words", args=[event.slug, code])
        if event
        else reverse("messaging:house_words", args=[code])
    )


def _overview(event: Event | None) -> str:
    return reverse("messaging:mails", args=[event.slug]) if event else reverse("messaging:house_mails")


def _page(request: HttpRequest, name: str, event: Event | None, more: dict[str, Any]) -> HttpResponse:
    return render(request, name, admin.site.each_context(request) | {"event": event} | more)
