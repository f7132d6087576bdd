"""Places held for organisations: hold them, amend that, see how many are used, give the rest back."""

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
from registrations.forms import AllotmentForm
from registrations.invites import allotment_link
from registrations.models import Allotment


@admin.register(Allotment)
class AllotmentAdmin(EventsClock, TeamScopedAdmin):
    """What is held here is out of the event's free places at once; the contact gets the link by mail."""

    read_roles = write_roles = SETUP_WRITERS
    fields = ("event", "organisation", ("places", "mode"), ("contact_name", "contact_email"), "returns_at")
    form = AllotmentForm
    list_display = ("organisation", "places", "used", "ends", "returned_at", "event")
    list_filter = (("event", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organisation", "event")
    search_fields = ("organisation__name", "organisation__short_name", "contact_name")
    autocomplete_fields = ("organisation",)
    actions = ("give_back",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What has gone back is not held any more, so there is nothing to amend."""
        is_over = isinstance(obj, Allotment) and obj.returned_at
        return not is_over and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Where there are some already, with what has become of them."""
        if obj is None:
            return self.fields
        again = ("is_sent_again",) if self.has_change_permission(request, obj) else ()
        return (*self.fields, *again, ("used", "returned_at"), "link")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """For whom, where and in which way they are held stays: hold others for somebody else."""
        return ("event", "organisation", "mode", "used", "returned_at", "link") if obj else ()

    @admin.display(description=_("unused places go back"))
    def ends(self, allotment: Allotment) -> str:
        return allotment.goes_back

    @admin.display(description=_("link to pass on"))
    def link(self, allotment: Allotment) -> str:
        address = allotment_link(allotment)
        return format_html('<a href="{}">{}</a>', address, address)

    def save_model(self, request: HttpRequest, obj: Allotment, form: Any, change: bool) -> None:
        by, now = signed_in(request.user), timezone.now()
        if not change:
            services.hold(obj, by=by, at=now)
        elif services.amend(obj, is_sent_again=form.cleaned_data["is_sent_again"], by=by, at=now):
            self.message_user(request, _("The link is on its way to %s.") % obj.contact_email)

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
