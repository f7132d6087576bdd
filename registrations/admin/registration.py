"""The delegates' list: who comes, who waits, who sits where; cancelled and promoted only when confirmed."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import SETUP_WRITERS
from registrations import services
from registrations.admin.answers import AnswersShown
from registrations.admin.decisions import Decisions
from registrations.forms import RegistrationForm
from registrations.models import Registration

HISTORY = ("booked_by", "allotment", "promoted_at", "ending", "handed_to", "reason")
TONES = {
    **dict.fromkeys(("confirmed", "attended"), "go"),
    **dict.fromkeys(("waiting", "offered", "pending"), "warn"),
    **dict.fromkeys(("cancelled", "absent"), "stop"),
}


@admin.register(Registration)
class RegistrationAdmin(AnswersShown, Decisions, TeamScopedAdmin):
    """Delegates of the events that the user organises. Every write goes through the services."""

    read_roles = write_roles = SETUP_WRITERS
    form = RegistrationForm
    list_display = ("name", "works_at", "status", "sector", "part", "groups")
    list_filter = ("state", "sector", "kind", "mode", ("event", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organisation", "event")
    list_per_page = 100
    search_fields = ("name", "email", "organisation__name", "organisation__short_name", "ticket")
    fieldsets = (
        (None, {"fields": ("event", "name", "email", "contact_email", "job_title", "organisation_name")}),
        (_("Part in the event"), {"fields": ("sector", "kind", "mode")}),
        (_("What they agreed to"), {"fields": ("listing", "photograph", "news")}),
    )
    actions = ("approve", "decline", "cancel_places", "give_places")

    @admin.display(description=_("organisation"), ordering="organisation__name")
    def works_at(self, registration: Registration) -> str:
        return registration.organisation.shown if registration.organisation else ""

    @admin.display(description=_("state"), ordering="state")
    def status(self, registration: Registration) -> str:
        """The state as a quiet tag."""
        word, tone = registration.get_state_display(), TONES.get(registration.state, "")
        return format_html('<span class="tag {}">{}</span>', f"tag--{tone}" if tone else "", word)

    @admin.display(description=_("part"), ordering="kind")
    def part(self, registration: Registration) -> Any:
        return _("Key") if registration.kind == Registration.Kind.KEY else _("New")

    @admin.display(description=_("groups"))
    def groups(self, registration: Registration) -> str:
        return ", ".join(place.group.name for place in registration.places.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("places__group")

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> tuple[str, ...]:
        return ("event", "own_answers", "data_text", *HISTORY) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        """With how they came to their place, or why they have none, once there is something to tell."""
        told = [name for name in HISTORY if obj and getattr(obj, name)]
        fieldsets = super().get_fieldsets(request, obj)
        return (*fieldsets, (_("How it came about"), {"fields": told})) if told else fieldsets

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, change: bool) -> None:
        by, now = signed_in(request.user), timezone.now()
        if change:
            services.change(obj, form.details, at=now, by=by)
        else:
            obj.pk = services.register(obj.event, form.details, form_key=uuid.uuid4(), at=now, by=by).pk

    @admin.action(description=_("Cancel their places"), permissions=["change"])
    def cancel_places(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Cancel each place, tell each person; freed places go to those who wait."""
        question = _("Cancel these places? Each person gets a mail, and free places go to those who wait.")
        by = signed_in(request.user)
        return self._when_confirmed(
            request, chosen, question, lambda one: services.cancel(one, by=by, at=timezone.now())
        )

    def _when_confirmed(
        self,
        request: HttpRequest,
        chosen: QuerySet,
        question: Promise,
        act: Callable[[Registration], Registration],
    ) -> HttpResponse | None:
        """Ask first; then do it one by one and report each that was refused."""
        if "confirmed" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": question,
                "chosen": chosen,
                "action": request.POST["action"],
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "registrations/admin_confirm.html", context)
        done = 0
        for registration in chosen.order_by("registered_at", "pk"):
            try:
                act(registration)
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{registration}: {refusal.reason}", level="ERROR")
        self.message_user(request, _("Done for %(done)s of %(all)s.") % {"done": done, "all": len(chosen)})
        return None
