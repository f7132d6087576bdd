"""One delegate as an organiser writes them down, and everybody of all events of the team."""

import uuid
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import SETUP_WRITERS
from dissemination.messaging.models import Invitation
from registrations import services
from registrations.admin.answers import AnswersShown
from registrations.admin.history import HistoryShown
from registrations.forms import RegistrationForm
from registrations.invites import entry_key
from registrations.models import Registration

STANDING = ("stands", "arrived")
DIARY = "diary_says"
HISTORY = ("booked_by", "allotment", "promoted_at", "ending", "handed_to", "reason")
TONES = {
    **dict.fromkeys(("confirmed", "attended"), "go"),
    **dict.fromkeys(("waiting", "offered", "pending"), "warn"),
    **dict.fromkeys(("cancelled", "absent"), "stop"),
}


@admin.register(Registration)
class RegistrationAdmin(AnswersShown, HistoryShown, TeamScopedAdmin):
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
        (_("Interpreters and carers"), {"fields": ("sits_with",)}),
        (_("Part in the event"), {"fields": ("sector", "kind", "mode")}),
        (_("What they agreed to"), {"fields": ("listing", "photograph", "news")}),
    )

    @admin.display(description=_("organisation"), ordering="organisation__name")
    def works_at(self, registration: Registration) -> str:
        return registration.organisation.shown if registration.organisation else ""

    @admin.display(description=_("state"), ordering="state")
    def status(self, registration: Registration) -> str:
        """The state as a quiet tag."""
        word, tone = registration.state_in_words, TONES.get(registration.state, "")
        return format_html('<span class="tag {}">{}</span>', f"tag--{tone}" if tone else "", word)

    @admin.display(description=_("state"))
    def stands(self, registration: Registration) -> str:
        """Where somebody stands, and since when or until when, on the event's clocks."""
        moment = registration.cancelled_at or registration.checked_in_at or registration.offer_ends_at
        until = _("until %(hour)s") % {"hour": registration.offer_ends}
        is_offered = registration.state == Registration.State.OFFERED
        when = until if is_offered else registration.event.spelt(moment) if moment else ""
        return format_html("{}{}{}", self.status(registration), " " if when else "", when)

    @admin.display(description=_("their diary"))
    def diary_says(self, registration: Registration) -> str:
        """What it declined: the whole day, or some of their sessions; empty where it declined nothing."""
        declined = Invitation.objects.declined().under(entry_key(registration))
        titles = ", ".join(entry.title for entry in declined)
        said = _("Declined: %(titles)s. Their place is kept until they give it up.")
        return said % {"titles": titles} if titles else ""

    @admin.display(description=_("registered"))
    def arrived(self, registration: Registration) -> str:
        return registration.event.spelt(registration.registered_at)

    @admin.display(description=_("part"), ordering="kind")
    def part(self, registration: Registration) -> Any:
        return _("Key") if registration.kind == Registration.Kind.KEY else _("New")

    @admin.display(description=_("groups"))
    def groups(self, registration: Registration) -> str:
        return ", ".join(place.group.name for place in registration.places.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("places__group")

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> tuple[str, ...]:
        return ("event", *STANDING, DIARY, *self.SHOWN, *HISTORY) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        """With where they stand, and with how they came to that, once there is something to tell."""
        told = [name for name in HISTORY if obj and getattr(obj, name)]
        no = (DIARY,) if obj and obj.has_place and self.diary_says(obj) else ()
        standing = ((_("Where they stand"), {"fields": (STANDING, *no)}),) if obj else ()
        fieldsets = (*standing, *super().get_fieldsets(request, obj))
        return (*fieldsets, (_("How it came about"), {"fields": told})) if told else fieldsets

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, change: bool) -> None:
        by, now = signed_in(request.user), timezone.now()
        if change:
            services.change(obj, form.details, at=now, by=by)
        else:
            obj.pk = services.register(obj.event, form.details, form_key=uuid.uuid4(), at=now, by=by).pk
        if "sits_with" in form.changed_data:
            services.sit_with(obj, form.delegate, by=by, at=now)

    def response_post_save_add(self, request: HttpRequest, obj: Registration) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("delegates:list", args=[obj.event.slug]))

    def response_post_save_change(self, request: HttpRequest, obj: Registration) -> HttpResponseRedirect:  # type: ignore[override]
        return HttpResponseRedirect(reverse("delegates:list", args=[obj.event.slug]))
