"""Addresses to which something is not sent, and why; a stop that is no longer right is lifted here."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.admin import Unlogged
from dissemination.accounts.policies import signed_in
from dissemination.events.admin.scoped import roles_by_event
from dissemination.events.policies import MAIL_SENDERS
from dissemination.messaging import services
from dissemination.messaging.admin.reported import each_reported
from dissemination.messaging.models import Addressee


@admin.register(Addressee)
class AddresseeAdmin(Unlogged):
    """Read here; bounces and their readers write them."""

    list_display = ("email", "unreachable_at", "unreachable_because", "refuses_news_at")
    list_filter = (("unreachable_at", admin.EmptyFieldListFilter),)
    search_fields = ("email",)
    fields = ("email", "unreachable_at", "unreachable_because", "refuses_news_at")
    actions = ("lift_stops",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Addressee.objects.for_user(request.user).getting_less().order_by("email")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Those who organise an event; of the rows, those to which it has written (`get_queryset`)."""
        return request.user.is_superuser or any(
            held.intersection(MAIL_SENDERS) for held in roles_by_event(request).values()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.action(description=_("Send mail to them again"), permissions=["view"])
    def lift_stops(self, request: HttpRequest, chosen: QuerySet) -> None:
        """The address was put right, or its mailbox works again."""
        by = signed_in(request.user)
        each_reported(self, request, chosen, lambda one: services.lift_stop(one, by=by, at=timezone.now()))
