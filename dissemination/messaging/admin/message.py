"""The mails of an event, for its organisers: where each stands, and how the receiver sees it."""

import re
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.accounts.policies import signed_in
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScoped, TeamScopedAdmin, roles_by_event
from dissemination.messaging import policies, services
from dissemination.messaging.admin.finding import (
    KINDS,
    ArrivalFilter,
    FirstPages,
    KindFilter,
    Listed,
    latest,
    to_whom,
)
from dissemination.messaging.admin.reported import each_reported
from dissemination.messaging.models import Message

READERS = ("organiser",)
AGAIN_AT_ONCE = 50  # mails; more at once is a mailing
# a mail carries its own style and nothing that acts; in a sandbox it can neither run nor send anything
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
ENTRY_LINES = {
    "SUMMARY": gettext_lazy("What"),
    "DTSTART": gettext_lazy("Starts"),
    "DTEND": gettext_lazy("Ends"),
    "LOCATION": gettext_lazy("Where"),
    "DESCRIPTION": gettext_lazy("Note"),
    "URL": gettext_lazy("Page"),
    "SEQUENCE": gettext_lazy("Version"),
}
ESCAPED = re.compile(r"\\(.)")


def _said(name: str, value: str) -> str:
    """A value of a calendar file as a person reads it; hours are those of the event where not in UTC."""
    if name in ("DTSTART", "DTEND"):
        moment = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
        return date_format(moment, "l j F Y, H:i") + (" UTC" if value.endswith("Z") else "")
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


@admin.register(Message)
class MessageAdmin(EventsClock, TeamScopedAdmin):
    """Mails are read here; services write them."""

    read_roles = READERS
    write_roles = ()
    list_display = ("subject", "to_email", "about", "standing", "due_at", "sent_at", "event")
    list_filter = (ArrivalFilter, "state", KindFilter)
    list_select_related = ("event",)
    search_fields = ("subject", "to_email", "to_name")
    search_help_text = gettext_lazy(
        "A whole address finds all its mails; other words are looked for in the latest 100,000."
    )
    ordering = ("-pk",)
    sortable_by = ()  # newest first, which an index has at hand however many there are
    show_full_result_count = False
    list_max_show_all = 0
    fields = (
        "letter", ("to_name", "to_email"), ("from_name", "reply_to"), ("state", "dated_at", "sent_at"),
        "words", "entry",
    )  # fmt: skip
    readonly_fields = ("letter", "words", "entry")
    actions = ("send_again",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        why = ("last_error",) if obj and obj.last_error else ()
        return (*self.fields[:4], *why, *self.fields[4:])

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """As everywhere, with the events by their numbers: a database finds each of them in an index."""
        rows = super(TeamScoped, self).get_queryset(request)
        if request.user.is_superuser:
            return rows
        mine = roles_by_event(request)
        return rows.filter(
            event__in=sorted(one for one, roles in mine.items() if roles.intersection(READERS))
        )

    def get_search_results(self, request: HttpRequest, rows: Any, words: str) -> tuple[Any, bool]:
        if address := to_whom(words):
            return rows.filter(to_email=address), False
        return super().get_search_results(request, latest(rows) if words.strip() else rows, words)

    def get_paginator(self, request: HttpRequest, queryset: QuerySet, per_page: int, *more: Any) -> Any:
        """Mails in their first pages; the history of one mail is a list of other rows."""
        kind = FirstPages if queryset.model is Message else Paginator
        return kind(queryset, per_page, *more)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Listed]:
        return Listed

    def get_urls(self) -> list[URLPattern]:
        see = self.admin_site.admin_view(self.mail)
        return [path("<int:number>/mail/", see, name="messaging_message_mail"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Send once more"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Ask with everybody's name; then each goes to its receiver again, as a mail of its own."""
        by, mails = signed_in(request.user), list(chosen[: AGAIN_AT_ONCE + 1])
        if len(mails) > AGAIN_AT_ONCE:
            told = _("That is more than %(most)s mails at once. Choose fewer, or write a message to many.")
            self.message_user(request, told % {"most": AGAIN_AT_ONCE}, messages.ERROR)
        elif "decided" in request.POST or not any(policies.may_send_again(one, by=by) for one in mails):
            each_reported(
                self, request, mails, lambda one: services.send_again(one, by=by, at=timezone.now())
            )
        else:
            verdicts = [(one, policies.may_send_again(one, by=by)) for one in mails]
            context = {
                **self.admin_site.each_context(request),
                "title": _("Send these mails once more?"),
                "mails": [one for one, verdict in verdicts if verdict],
                "refused": [(one, verdict.reason) for one, verdict in verdicts if not verdict],
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/messaging/again.html", context)
        return None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def mail(self, request: HttpRequest, number: int) -> HttpResponse:
        """The letter itself, alone on its page, as the receiver's mail program shows it."""
        message = self.get_queryset(request).filter(pk=number).first()
        if message is None or message.is_secret:
            raise Http404
        is_plain = not message.html
        content, kind = (message.text, "text/plain") if is_plain else (message.html, "text/html")
        response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
        response.headers["Content-Security-Policy"] = MAIL_POLICY
        return response

    @admin.display(description=gettext_lazy("about"), ordering="kind")
    def about(self, message: Message) -> Any:
        return KINDS.get(message.kind) or KINDS.get(message.kind.partition(" ")[0], message.kind)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, message: Message) -> Any:
        """Where it stands and, where it did not arrive, why."""
        why = (
            format_html('<br><span class="help">{}</span>', message.last_error) if message.last_error else ""
        )
        return format_html("{}{}", message.get_state_display(), why)

    @admin.display(description=gettext_lazy("as the receiver sees it"))
    def letter(self, message: Message) -> str:
        address = reverse("admin:messaging_message_mail", args=[message.pk])
        return format_html('<a class="button" href="{}">{}</a>', address, _("Open the letter"))

    @admin.display(description=gettext_lazy("plain text"))
    def words(self, message: Message) -> Any:
        return format_html(
            '<pre tabindex="0">{}</pre>', _("Not shown.") if message.is_secret else message.text
        )

    @admin.display(description=gettext_lazy("calendar entry"))
    def entry(self, message: Message) -> Any:
        """What the entry says, line by line, as a diary shows it."""
        _zone, _begin, event = message.calendar.replace("\r\n ", "").partition("BEGIN:VEVENT")
        parts = (line.partition(":") for line in event.splitlines())
        named = [(name.partition(";")[0], value) for name, _, value in parts]
        lines = [f"{ENTRY_LINES[name]}: {_said(name, value)}" for name, value in named if name in ENTRY_LINES]
        told = {
            "REQUEST": _("Put into the diary, or brought up to date"),
            "CANCEL": _("Taken out of the diary"),
        }
        if not lines:
            return _("None")
        return format_html(
            '{}<pre tabindex="0">{}</pre>', told.get(message.method, message.method), "\n".join(lines)
        )
