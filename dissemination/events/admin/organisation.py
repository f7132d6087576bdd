"""The directory of organisations: found by either name, two spellings of one merged."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events import services
from dissemination.events.admin.directory import DirectoryAdmin
from dissemination.events.models import Organisation


class LooksAlike(admin.SimpleListFilter):
    """Organisations that are probably one: choose them below, then merge them."""

    title = _("alike")
    parameter_name = "alike"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("Names that look alike"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=[one.pk for alike in services.look_alike() for one in alike])


@admin.register(Organisation)
class OrganisationAdmin(DirectoryAdmin):
    """Organisations, found by their full or their short name. Two spellings of one can be merged."""

    list_display = ("name", "short_name", "sector", "is_confirmed", "merged_into")
    list_filter = (LooksAlike, "is_confirmed", "sector", ("merged_into", admin.EmptyFieldListFilter))
    list_select_related = ("merged_into",)
    search_fields = ("name", "short_name")
    fields = ("name", "short_name", "sector")
    actions = ("merge", "confirm")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """A choice in another page offers only organisations that stand."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        is_choice = request.path.endswith("/autocomplete/")
        return (found.filter(merged_into=None) if is_choice else found), has_duplicates

    def save_model(self, request: HttpRequest, obj: Organisation, form: ModelForm, change: bool) -> None:
        services.save_organisation(obj, by=signed_in(request.user), at=timezone.now())

    @admin.action(description=_("Suggest on public forms"), permissions=["change"])
    def confirm(self, request: HttpRequest, chosen: QuerySet) -> None:
        """These are names that every form may suggest."""
        for organisation in chosen:
            services.save_organisation(organisation, by=signed_in(request.user), at=timezone.now())
        self.message_user(request, _("Public forms suggest them from now on."))

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Ask which of the chosen ones stands, then merge the others into it."""
        number = request.POST.get("into", "")
        into = chosen.filter(pk=number).first() if number.isdecimal() else None
        if into is None:
            context = {**self.admin_site.each_context(request), "chosen": chosen, "opts": self.model._meta}
            return TemplateResponse(request, "workspace/merge.html", context)
        moved = self._merge_each(request, chosen, into)
        told = ngettext("Merged. %(rows)s row was moved.", "Merged. %(rows)s rows were moved.", moved)
        self.message_user(request, told % {"rows": moved})
        return None

    def _merge_each(self, request: HttpRequest, chosen: QuerySet, into: Organisation) -> int:
        moved = 0
        for duplicate in chosen.exclude(pk=into.pk):
            try:
                moved += services.merge(duplicate, into=into, by=signed_in(request.user), at=timezone.now())
            except Refused as refusal:
                self.message_user(request, f"{duplicate}: {refusal.reason}", level="ERROR")
        return moved
