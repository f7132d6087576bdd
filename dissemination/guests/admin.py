"""The guest list in the workspace: who is invited, and what they answered."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import SETUP_WRITERS
from dissemination.guests import services
from dissemination.guests.forms import GuestForm
from dissemination.guests.models import Guest


@admin.register(Guest)
class GuestAdmin(TeamScopedAdmin):
    """Who is added is invited at once, by mail, with a link of their own."""

    read_roles = write_roles = SETUP_WRITERS
    form = GuestForm
    fields = ("event", "name", "email", "organisation_name")
    list_display = ("name", "organisation", "email", "answer", "reason", "event")
    list_filter = ("answer", ("event", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organisation", "event")
    search_fields = ("name", "email", "organisation__name", "organisation__short_name")
    actions = ("invite_again",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        read = ("event", "name", "email", "organisation", "invited_at", "answer", "answered_at", "reason")
        return read if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Guest, form: Any, change: bool) -> None:
        told, by = form.cleaned_data, signed_in(request.user)
        obj.pk = services.invite(
            told["event"], name=told["name"], email=told["email"], organisation=told["organisation_name"],
            by=by, at=timezone.now(),
        ).pk  # fmt: skip

    @admin.action(description=_("Send the invitation again"), permissions=["add"])
    def invite_again(self, request: HttpRequest, chosen: QuerySet) -> None:
        """The same link once more, to each of them."""
        by, done = signed_in(request.user), 0
        for guest in chosen:
            try:
                services.invite_again(guest, by=by, at=timezone.now())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{guest}: {refusal.reason}", level="ERROR")
        self.message_user(request, _("Sent to %(done)s of %(all)s.") % {"done": done, "all": len(chosen)})
