"""How a mail is found among very many: by what it is about, whether it arrived, and to whom it went."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

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
    "has_place_already": gettext_lazy("Has a place already"),
    "allotment": gettext_lazy("Places held"),
    "offered": gettext_lazy("Place offered"),
    "offer_expired": gettext_lazy("Offer ran out"),
    "offer_declined": gettext_lazy("Offer left to others"),
    "changed": gettext_lazy("Something changed"),
    "changed_for_you": gettext_lazy("Answers changed by the organiser"),
    "groups": gettext_lazy("Groups"),
    "groups_changed": gettext_lazy("Groups changed"),
    "cancelled": gettext_lazy("Place cancelled"),
    "readdressed": gettext_lazy("Another address"),
    "already_registered": gettext_lazy("Registered already"),
    "entry": gettext_lazy("One session in the diary"),
    "link": gettext_lazy("Link sent again"),
    "called-off": gettext_lazy("Event called off"),
    "postponed": gettext_lazy("Event postponed"),
    "new-date": gettext_lazy("New date"),
    "commitment": gettext_lazy("Commitment to confirm"),
    "speaker invitation": gettext_lazy("Speaker invited"),
    "speaker replaced": gettext_lazy("Speaker replaced"),
    "speaker taken off": gettext_lazy("Speaker taken off"),
    "speaker readdressed": gettext_lazy("Speaker readdressed"),
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
    "invited_postponed": gettext_lazy("Postponed, for guests"),
    "follow-up": gettext_lazy("Follow-up"),
    "story": gettext_lazy("Story from practice"),
}

LATEST = 100_000  # so many mails are read through in good time


class KindFilter(admin.SimpleListFilter):
    """What mails are about, in words; or of one message to many, by its name in an address."""

    ONE = gettext_lazy("This one message to many")
    title = gettext_lazy("about")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        one = request.GET.get(self.parameter_name, "")
        return [*([] if one in KINDS or not one else [(one, self.ONE)]), *KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        kind = self.value()
        if kind == "mailing":
            return queryset.filter(is_bulk=True)
        if kind not in KINDS and kind:
            return queryset.filter(kind=kind)
        return queryset.filter(Q(kind=kind) | Q(kind__startswith=f"{kind} ")) if kind else queryset


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
    """Goes no further than anybody turns pages: a filter or a search finds what is older.

    The rows are looked for once, by their numbers alone: these say how many there are, and what is on a page.
    """

    MOST = 10_000

    @cached_property
    def numbers(self) -> list[int]:
        """Those that can be paged to, in order: from the end of the table where that has enough of them.

        Else an index leads to what there is: the sum keeps a database from reading the table backwards.
        """
        rows: Any = self.object_list
        last = rows.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        latest = list(rows.filter(pk__gt=last - LATEST).values_list("pk", flat=True)[: self.MOST])
        if len(latest) == self.MOST:
            return latest
        return list(rows.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[: self.MOST])

    @cached_property
    def count(self) -> int:
        return len(self.numbers)

    def page(self, number: Any) -> Page:
        rows: Any = self.object_list
        first = (self.validate_number(number) - 1) * self.per_page
        shown = rows.filter(pk__in=self.numbers[first : first + self.per_page])
        return Page(shown, self.validate_number(number), self)


class Listed(ChangeList):
    """Shows the rows that were found by their numbers; Django would look for few of them a second time."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = self.paginator.get_page(self.page_num).object_list


def to_whom(words: str) -> str:
    """The whole address that somebody looks for; empty where it is something else."""
    address = words.strip().lower()
    return address if "@" in address and " " not in address else ""


def latest(rows: Any) -> Any:
    """So many of these rows as can be looked through for any word."""
    before = rows.order_by("-pk").values_list("pk", flat=True)[LATEST : LATEST + 1]
    return rows.filter(pk__gt=before.first() or 0)
