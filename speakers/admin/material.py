"""What was brought: checking it, releasing it, taking it back."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.events import policies as roles
from dissemination.events.admin.scoped import TeamScopedAdmin
from speakers import services
from speakers.admin.rows import actor, each
from speakers.models import Material, MaterialVersion


@admin.register(Material)
class MaterialAdmin(TeamScopedAdmin):
    """Slides and handouts: received, checked, released."""

    list_display = ("title", "speaker", "state", "held", "release", "consented_at", "released_at")
    list_filter = (("appearance__event", admin.RelatedOnlyFieldListFilter), "state", "release")
    list_select_related = ("appearance__speaker", "appearance__event")
    search_fields = ("title", "appearance__speaker__name")
    actions = ("mark_checked", "release", "withdraw", "agree")
    fields = ("title", "appearance", "files", "state", "release", "licence", "consented_at", "released_at")
    view_on_site = False
    change_form_template = "admin/speakers/material_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("versions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What the speaker has agreed to is not changed by somebody else."""
        fixed = ("appearance", "files", "state", "consented_at", "released_at")
        return (*fixed, "release", "licence") if obj and obj.consented_at else fixed

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A material is made by its first file."""
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Publishers release too."""
        return self.has_role(request, None, roles.APPROVERS)

    @admin.display(description=gettext_lazy("speaker"))
    def speaker(self, material: Material) -> str:
        return material.appearance.speaker.name

    @admin.display(description=gettext_lazy("held because"))
    def held(self, material: Material) -> str:
        return material.newest.held_reason if material.newest else ""

    @admin.display(description=gettext_lazy("files"))
    def files(self, material: Material) -> SafeData:
        """The versions, newest first: to read, never to edit."""
        rows = ((version.get_absolute_url(), *_told(version)) for version in material.versions.all())
        return format_html_join("", '<p><a href="{}">{}</a> ({})<br>{}</p>', rows)

    def save_model(self, request: HttpRequest, obj: Material, form: ModelForm, change: bool) -> None:
        services.save_material(obj, by=actor(request), at=timezone.now())

    def response_change(self, request: HttpRequest, obj: Material) -> HttpResponse:
        """One of the buttons below the file was pressed: do it, say how it went, and stay here."""
        row = Material.objects.filter(pk=obj.pk)
        steps: dict[str, list[Any]] = {"check": [self.mark_checked], "release": [self.release]}
        steps["both"] = steps["check"] + steps["release"]
        pressed = request.POST.get("step", "")
        if pressed not in steps:
            return super().response_change(request, obj)
        for step in steps[pressed]:
            step(request, row)
        return HttpResponseRedirect(request.path)

    @admin.action(description=gettext_lazy("Mark as checked"), permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(material: Any) -> str:
            services.check(material, by=actor(request), at=timezone.now())
            return _("checked")

        each(self, request, queryset, roles.SETUP_WRITERS, do)

    @admin.action(description=gettext_lazy("Release"), permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(material: Any) -> str:
            services.release(material, by=actor(request), at=timezone.now())
            return _("released")

        each(self, request, queryset, roles.APPROVERS, do)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["release"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(material: Any) -> str:
            services.withdraw(material, by=actor(request), at=timezone.now())
            return _("withdrawn")

        each(self, request, queryset, roles.APPROVERS, do)

    @admin.action(description=gettext_lazy("Note that the speaker agreed"), permissions=["change"])
    def agree(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(material: Any) -> str:
            services.agree(material, by=actor(request), at=timezone.now())
            return _("agreement noted")

        each(self, request, queryset, roles.SETUP_WRITERS, do)


def _told(version: MaterialVersion) -> tuple[str, str, str]:
    """The file's name, what is known of it, and what to look at in it."""
    event = version.material.appearance.event
    facts = [
        str(version.number),
        filesizeformat(version.size),
        date_format(event.local(version.uploaded_at), "j M Y, H:i"),
        _("added by organiser") if version.uploaded_by_id else "",
        _("released") if version.released_at else "",
    ]
    return (
        version.original_name,
        ", ".join(filter(None, facts)),
        " ".join([version.held_reason, *version.warnings]),
    )
