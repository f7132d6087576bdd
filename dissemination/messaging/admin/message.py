"""The mails of an event, for its organisers: where each stands, and how the receiver sees it."""

import re
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.accounts.policies import signed_in
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.messaging import services
from dissemination.messaging.admin.reported import each_reported
from dissemination.messaging.models import Message

READERS = ("organiser",)
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

# What a mail is about, as the list calls it; one of several words is named whole or by its first.
KINDS = {
    "confirmation": gettext_lazy("Place confirmed"),
    "waiting": gettext_lazy("Waiting list"),
    "place_from_waiting": gettext_lazy("Place from the waiting list"),
    "invitation": gettext_lazy("Invited"),
    "booked_for_you": gettext_lazy("Booked by a colleague"),
    "pending": gettext_lazy("Awaits approval"),
    "approved": gettext_lazy("Approved"),
    "approved_waiting": gettext_lazy("Approved, on the waiting list"),
    "declined": gettext_lazy("Declined"),
    "handed_over": gettext_lazy("Place handed over"),
    "handed_to_you": gettext_lazy("Place taken over"),
    "allotment": gettext_lazy("Places held"),
    "offered": gettext_lazy("Place offered"),
    "offer_expired": gettext_lazy("Offer ran out"),
    "offer_declined": gettext_lazy("Offer left to others"),
    "changed": gettext_lazy("Something changed"),
    "groups": gettext_lazy("Groups"),
    "cancelled": gettext_lazy("Place cancelled"),
    "readdressed": gettext_lazy("Another address"),
    "already_registered": gettext_lazy("Registered already"),
    "entry": gettext_lazy("One session in the diary"),
    "link": gettext_lazy("Link sent again"),
    "called-off": gettext_lazy("Event called off"),
    "commitment": gettext_lazy("Commitment to confirm"),
    "speaker invitation": gettext_lazy("Speaker invited"),
    "speaker replaced": gettext_lazy("Speaker replaced"),
    "slides received": gettext_lazy("Slides received"),
    "slides reminder": gettext_lazy("Slides reminder"),
    "approval": gettext_lazy("Message to approve"),
    "mailing": gettext_lazy("Message to many"),
    "sign-in": gettext_lazy("Sign-in code"),
    "more": gettext_lazy("More is asked"),
    "still-coming": gettext_lazy("Do you still come?"),
    "save_the_date": gettext_lazy("Date to keep free"),
    "reminder": gettext_lazy("Guest reminded"),
    "invited_changed": gettext_lazy("Change, for guests"),
    "invited_called_off": gettext_lazy("Cancelled, for guests"),
    "follow-up": gettext_lazy("Follow-up"),
    "story": gettext_lazy("Story from practice"),
}


class KindFilter(admin.SimpleListFilter):
    """What mails are about, in words."""

    title = gettext_lazy("about")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(KINDS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "mailing":
            return queryset.filter(is_bulk=True)
        kind = self.value()
        return queryset.filter(Q(kind=kind) | Q(kind__startswith=f"{kind} ")) if kind else queryset


def _said(name: str, value: str) -> str:
    """A value of a calendar file as a person reads it; hours are those of the event where not in UTC."""
    if name in ("DTSTART", "DTEND"):
        moment = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
        return date_format(moment, "l j F Y, H:i") + (" UTC" if value.endswith("Z") else "")
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


class ArrivalFilter(admin.SimpleListFilter):
    """Who did not get what they were promised, at a glance."""

    title = gettext_lazy("arrival")
    parameter_name = "arrival"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("failed", gettext_lazy("Did not arrive")), ("open", gettext_lazy("On its way"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"failed": queryset.not_arrived, "open": queryset.on_their_way}.get(self.value() or "")
        return wanted() if wanted else queryset


class FirstPages(Paginator):
    """Counts no further than anybody turns pages: a filter or a search finds what is older."""

    MOST = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        counted: int = rows.order_by().values("pk")[: self.MOST].count()
        return counted


@admin.register(Message)
class MessageAdmin(EventsClock, TeamScopedAdmin):
    """Mails are read here; services write them."""

    read_roles = READERS
    write_roles = ()
    list_display = ("subject", "to_email", "about", "standing", "due_at", "sent_at", "event")
    list_filter = (ArrivalFilter, "state", KindFilter)
    list_select_related = ("event",)
    search_fields = ("subject", "to_email", "to_name")
    ordering = ("-pk",)
    sortable_by = ()  # newest first, which an index has at hand however many there are
    paginator = FirstPages
    show_full_result_count = False
    fields = (
        "letter", ("to_name", "to_email"), ("from_name", "reply_to"), ("state", "dated_at", "sent_at"),
        "words", "entry",
    )  # fmt: skip
    readonly_fields = ("letter", "words", "entry")
    actions = ("send_again",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, "last_error") if obj and obj.last_error else self.fields

    def get_urls(self) -> list[URLPattern]:
        see = self.admin_site.admin_view(self.mail)
        return [path("<int:number>/mail/", see, name="messaging_message_mail"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Send once more"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet) -> None:
        """Each of these mails goes to its receiver again, as a mail of its own."""
        by = signed_in(request.user)
        each_reported(self, request, chosen, lambda one: services.send_again(one, by=by, at=timezone.now()))

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
