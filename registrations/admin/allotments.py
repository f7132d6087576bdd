"""Places held for organisations: hold them, see how many are used, give the rest back."""

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
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import SETUP_WRITERS
from registrations import services
from registrations.invites import allotment_link
from registrations.models import Allotment


@admin.register(Allotment)
class AllotmentAdmin(EventsClock, TeamScopedAdmin):
    """What is held here is out of the event's free places at once; the contact gets the link by mail."""

    read_roles = write_roles = SETUP_WRITERS
    fields = ("event", "organisation", ("places", "mode"), ("contact_name", "contact_email"), "returns_at")
    readonly_fields = ("link",)
    list_display = ("organisation", "places", "used", "returns_at", "returned_at", "event")
    list_filter = (("event", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organisation", "event")
    search_fields = ("organisation__name", "organisation__short_name", "contact_name")
    autocomplete_fields = ("organisation",)
    actions = ("give_back",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return (*self.fields, ("used", "returned_at"), "link") if obj else self.fields

    @admin.display(description=_("link to pass on"))
    def link(self, allotment: Allotment) -> str:
        address = allotment_link(allotment)
        return format_html('<a href="{}">{}</a>', address, address)

    def save_model(self, request: HttpRequest, obj: Allotment, form: Any, change: bool) -> None:
        services.hold(obj, by=signed_in(request.user), at=timezone.now())

    @admin.action(description=_("Give back what is not used"), permissions=["add"])
    def give_back(self, request: HttpRequest, chosen: QuerySet) -> None:
        """The rest is free again at once; those who wait come first."""
        by, done = signed_in(request.user), 0
        for allotment in chosen.select_related("event"):
            try:
                services.give_back_unused(allotment, by=by, at=timezone.now())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{allotment}: {refusal.reason}", level="ERROR")
        self.message_user(request, _("Done for %(done)s of %(all)s.") % {"done": done, "all": len(chosen)})
