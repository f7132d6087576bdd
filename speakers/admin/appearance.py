"""Who appears where: inviting, reminding, replacing, taking off, and adding slides on somebody's behalf."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.forms import BaseForm, ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.core.verdicts import Refused
from dissemination.events import policies as roles
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin, choices_of
from sessions.forms import GroupChoice
from speakers import policies, services
from speakers.admin.filters import SlidesFilter
from speakers.admin.rows import actor, each
from speakers.forms import AppearanceForm, OrganiserUploadForm, ReplaceForm, TakeOffForm, TermsForm
from speakers.models import Appearance


@admin.register(Appearance)
class AppearanceAdmin(EventsClock, TeamScopedAdmin):
    """Speakers, chairs, facilitators, scribes and interpreters in their sessions."""

    form = AppearanceForm
    list_display = ("speaker", "role", "slides", "due", "invitation", "tasks", "talk")
    list_filter = (("event", admin.RelatedOnlyFieldListFilter), SlidesFilter, "role")
    search_fields = ("speaker__name", "session__title")
    date_hierarchy = "session__starts_at"
    actions = ("invite", "remind")
    fields = (
        "event",
        "session",
        "speaker",
        "role",
        "group",
        "order",
        "slides_due_at",
        "cues",
        "what_it_gave",
        "invitation",
        "slides",
    )
    readonly_fields = ("invitation", "slides")
    change_form_template = "admin/speakers/appearance_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.with_slides().with_no_of_their_diary().in_order()  # type: ignore[attr-defined, no-any-return]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Groups are named with their workshop."""
        if db_field.name == "group":
            kwargs["form_class"] = GroupChoice
            kwargs["queryset"] = choices_of(db_field, request, self.write_roles).select_related("session")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:number>/replace/", self.wrapped(self.replace), name="speakers_appearance_replace"),
            path("<int:number>/take-off/", self.wrapped(self.take_off), name="speakers_appearance_take_off"),
            path("<int:number>/upload/", self.wrapped(self.upload), name="speakers_appearance_upload"),
        ]
        return [*own, *super().get_urls()]

    def wrapped(self, page: Any) -> Any:
        """The page behind the workspace's sign-in."""
        return self.admin_site.admin_view(page)

    @admin.display(description=gettext_lazy("session"), ordering="session__starts_at")
    def talk(self, appearance: Appearance) -> str:
        return appearance.session.title

    @admin.display(description=gettext_lazy("slides due"), ordering="slides_due_at")
    def due(self, appearance: Appearance) -> str:
        due_at = appearance.slides_due_at
        return date_format(appearance.event.local(due_at), "j M Y") if due_at else ""

    @admin.display(description=gettext_lazy("invitation"))
    def invitation(self, appearance: Any) -> str | SafeData:
        """How far it is; what their diary declined is said until somebody has dealt with it."""
        if appearance.is_taken_off:
            why = appearance.reason_off
            return _("Taken off: %(reason)s") % {"reason": why} if why else _("Taken off")
        if appearance.is_replaced:
            return _("Replaced")
        if appearance.says_no:
            return format_html('<span class="tag tag--stop">{}</span>', _("Declined in their diary"))
        if not appearance.speaker.email:
            return _("No e-mail address")
        if not appearance.invited_at:
            return _("Not invited")
        day = date_format(appearance.event.local(appearance.invited_at), "j M Y")
        return _("Invited %(day)s") % {"day": day}

    @admin.display(description=gettext_lazy("slides"))
    def slides(self, appearance: Appearance) -> str | SafeData:
        material = appearance.material
        newest = material.newest if material else None
        if material is None or newest is None:
            return self._awaited(appearance)
        words = _("Held: look at it") if newest.is_held else str(material.get_state_display())
        address = reverse("admin:speakers_material_change", args=[material.pk])
        return format_html('<a href="{}">{}</a> ({})', address, words, newest.number)

    def _awaited(self, appearance: Appearance) -> str | SafeData:
        if not appearance.slides_due_at or appearance.is_replaced:
            return "–"
        if policies.are_slides_late(appearance, at=timezone.now()):
            return format_html('<span class="tag tag--stop">{}</span>', _("Late"))
        return _("Awaited")

    @admin.display(description=gettext_lazy("tasks"))
    def tasks(self, appearance: Appearance) -> str | SafeData:
        if appearance.is_replaced:
            return ""
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("admin:speakers_appearance_upload", args=[appearance.pk]),
            _("Add slides"),
            reverse("admin:speakers_appearance_replace", args=[appearance.pk]),
            _("Replace"),
            reverse("admin:speakers_appearance_take_off", args=[appearance.pk]),
            _("Take off the programme"),
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody is deleted along with others: each is taken off the programme on a page of their own."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Appearance | None = None) -> bool:  # type: ignore[override]
        """What stands in somebody's diary is replaced or taken off the programme, never deleted."""
        stands = obj is not None and obj.invited_at is not None and not obj.is_taken_off
        return super().has_delete_permission(request, obj) and not stands

    def save_model(self, request: HttpRequest, obj: Appearance, form: ModelForm, change: bool) -> None:
        services.save_appearance(obj, by=actor(request), at=timezone.now())

    @admin.action(description=gettext_lazy("Invite"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(appearance: Any) -> str:
            mailed = services.invite(appearance, by=actor(request), at=timezone.now())
            return _("invited") if mailed else _("no e-mail address, so nothing was sent")

        each(self, request, queryset, roles.MAIL_SENDERS, do)

    @admin.action(description=gettext_lazy("Remind those who owe slides"), permissions=["change"])
    def remind(self, request: HttpRequest, queryset: QuerySet) -> None:
        def do(appearance: Any) -> str:
            services.remind(appearance, by=actor(request), at=timezone.now())
            return _("reminded")

        each(self, request, queryset, roles.MAIL_SENDERS, do)

    def replace(self, request: HttpRequest, number: int) -> HttpResponse:
        """A small page: who takes over?"""
        appearance = self._mine(request, number)
        form = ReplaceForm(request.POST or None, appearance=appearance)
        if request.method == "POST" and form.is_valid():
            try:
                services.replace(appearance, speaker=form.successor, by=actor(request), at=timezone.now())
            except Refused as refusal:
                form.add_error("speaker", str(refusal.reason))
            else:
                told = _("%(name)s takes over.") % {"name": form.successor.name}
                return self._done(request, appearance, told)
        return self._task(request, appearance, form, _("Replace %(name)s"), _("Replace"))

    def take_off(self, request: HttpRequest, number: int) -> HttpResponse:
        """A small page: what becomes of it, and why; the answer yes is a POST."""
        appearance, at = self._mine(request, number), timezone.now()
        form = TakeOffForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                told = services.take_off(appearance, **form.cleaned_data, by=actor(request), at=at)
            except Refused as refusal:
                form.add_error(None, str(refusal.reason))
            else:
                words = _("%(name)s is off the programme, and has been told.")
                words = words if told else _("%(name)s is off the programme. Nothing was sent.")
                return self._done(request, appearance, words % {"name": appearance.speaker.name})
        news = _("Nothing is sent. The programme follows at once; slides that came stay with the team.")
        if policies.hears_of_leaving(appearance, at=at):
            news = _(
                "One mail tells them, and the entry leaves their diary. The programme and their page follow "
                "at once; slides that came stay with the team."
            )
        news = "" if form.non_field_errors() else news
        title, button = _("Take %(name)s off the programme?"), _("Yes, take them off")
        return self._task(request, appearance, form, title, button, news)

    def upload(self, request: HttpRequest, number: int) -> HttpResponse:
        """A small page: add slides on the speaker's behalf."""
        appearance = self._mine(request, number)
        form = OrganiserUploadForm(
            request.POST or None, request.FILES or None, initial=TermsForm.initial_of(appearance.material)
        )
        if request.method == "POST" and form.is_valid():
            try:
                file, terms = form.cleaned_data["file"], form.terms()
                services.upload(appearance, file, at=timezone.now(), by=actor(request), terms=terms)
            except Refused as refusal:
                form.add_error("file", str(refusal.reason))
            else:
                return self._done(request, appearance, _("Added, and the speaker has been told."))
        return self._task(request, appearance, form, _("Add slides for %(name)s"), _("Add"))

    def _mine(self, request: HttpRequest, number: int) -> Appearance:
        appearance = self.get_queryset(request).filter(pk=number).first()
        if appearance is None:
            raise Http404
        if not self.has_change_permission(request, appearance):
            raise PermissionDenied
        return appearance  # type: ignore[no-any-return]

    def _done(self, request: HttpRequest, appearance: Appearance, words: str) -> HttpResponse:
        """Said, and back to the list of the event."""
        self.message_user(request, words, messages.SUCCESS)
        address = reverse("admin:speakers_appearance_changelist")
        return redirect(f"{address}?event__id__exact={appearance.event_id}")

    def _task(
        self,
        request: HttpRequest,
        appearance: Appearance,
        form: BaseForm,
        title: str,
        button: str,
        news: str = "",
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title % {"name": appearance.speaker.name},
            "appearance": appearance,
            "form": form,
            "button": button,
            "news": news,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/speakers/appearance_task.html", context, status=status)
