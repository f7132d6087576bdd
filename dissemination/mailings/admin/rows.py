"""Mailings as a list; they are written and sent on the event's own page."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from dissemination.events import policies
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.mailings.models import Mailing


@admin.register(Mailing)
class MailingAdmin(EventsClock, TeamScopedAdmin):
    """Every mailing of every event, to be found and read."""

    read_roles = policies.MAIL_SENDERS
    write_roles = ()
    list_display = ("subject", "event", "audience", "state", "begun_at")
    list_filter = ("state", "kind", "audience")
    list_select_related = ("event",)
    search_fields = ("subject", "event__title")
    fields = ("event", ("kind", "audience"), "subject", "body", ("state", "begun_at"))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
