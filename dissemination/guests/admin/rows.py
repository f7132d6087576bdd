"""The invitation list, row by row: who is on it, and where each of them stands."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import SETUP_WRITERS
from dissemination.guests import services
from dissemination.guests.forms import GuestForm
from dissemination.guests.models import Guest, Standing

TONES = {
    Standing.COMING: "go",
    Standing.WAITING: "warn",
    Standing.DECLINED: "stop",
    Standing.UNREACHABLE: "stop",
}


@admin.register(Guest)
class GuestAdmin(TeamScopedAdmin):
    """Who is added is on the list. The invitation goes out when it is pressed, or at once where ticked."""

    read_roles = write_roles = SETUP_WRITERS
    form = GuestForm
    fields = ("event", "name", "email", "organisation_name", "is_invited_now")
    list_display = ("name", "organisation", "email", "where_they_stand", "reason", "invited_at", "chased_at")
    list_filter = (
        "answer",
        ("invited_at", admin.EmptyFieldListFilter),
        ("event", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("organisation", "event")
    list_per_page = 100
    search_fields = ("name", "email", "organisation__name", "organisation__short_name")
    actions = ("invite_now", "take_off")

    @admin.display(description=_("stands"))
    def where_they_stand(self, guest: Guest) -> str:
        """In one word, as a quiet tag."""
        tone = TONES.get(guest.standing, "")
        return format_html(
            '<span class="tag {}">{}</span>', f"tag--{tone}" if tone else "", guest.standing.label
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_standing()  # type: ignore[attr-defined,no-any-return]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        read = ("event", "name", "email", "organisation", "told_at", "invited_at", "chased_at")
        return (*read, "answer", "answered_at", "reason") if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Guest, form: Any, change: bool) -> None:
        told, by, now = form.cleaned_data, signed_in(request.user), timezone.now()
        one = services.Named(told["name"], told["email"], told["organisation_name"])
        guest = services.add(told["event"], one, by=by, at=now)
        if told["is_invited_now"]:
            services.invite_again(guest, by=by, at=now)
        obj.pk = guest.pk

    @admin.action(description=_("Send the invitation"), permissions=["add"])
    def invite_now(self, request: HttpRequest, chosen: QuerySet) -> None:
        """To each of them, with the same link as before."""
        self._each(request, chosen, services.invite_again)

    @admin.action(description=_("Take off the list"), permissions=["add"])
    def take_off(self, request: HttpRequest, chosen: QuerySet) -> None:
        """Each of them, with what they answered."""
        self._each(request, chosen, services.take_off)

    def _each(self, request: HttpRequest, chosen: QuerySet, verb: Callable[..., object]) -> None:
        """Do it one by one, and report each that was refused."""
        by, done, number = signed_in(request.user), 0, len(chosen)
        for guest in chosen:
            try:
                verb(guest, by=by, at=timezone.now())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{guest}: {refusal.reason}", level="ERROR")
        self.message_user(request, _("Done for %(done)s of %(all)s.") % {"done": done, "all": number})
