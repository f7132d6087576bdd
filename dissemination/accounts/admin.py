"""People and the audit, for administrators. Organisers meet people through their events."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AutocompleteSelect
from django.contrib.auth.models import Group
from django.db import connection, models
from django.db.models import ForeignKey, QuerySet
from django.forms import CheckboxInput, ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts import services
from dissemination.accounts.models import AuditEntry, Person, User
from dissemination.accounts.policies import signed_in
from dissemination.core.forms import (
    as_sent,
    as_stood,
    changed_twice,
    left_alone,
    typed,
    watched,
    watched_rows,
)
from dissemination.core.verdicts import Refused

admin.site.unregister(Group)  # rights come from roles at an event, never from Django's groups
admin.site.unregister(EmailAddress)  # one address, one person: it stands on the user


MOST_ROWS_BELOW = 250  # a form that claims more rows under one row is not one of ours
LONGEST_NUMBER = 18


COUNTS: Any = {  # what a person may count to in a form; a database would take far more
    models.SmallIntegerField: {"widget": AdminIntegerFieldWidget, "min_value": -1_000, "max_value": 1_000},
    models.PositiveSmallIntegerField: {"widget": AdminIntegerFieldWidget, "max_value": 10_000},
    models.PositiveIntegerField: {"widget": AdminIntegerFieldWidget, "max_value": 100_000},
}


class ChosenRow(AutocompleteSelect):
    """A choice that is searched for. What is no number is shown as no choice, where Django fails."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The row that was chosen, ready to be shown."""
        numbers = [one for one in value if one.isdecimal() and len(one) <= LONGEST_NUMBER]
        return super().optgroups(name, numbers, attr)


def stood(request: HttpRequest) -> Any:
    """What each field of the page said when it was opened."""
    return as_sent(request.POST.get("stood", ""))


def _rows(formsets: Iterable[Any]) -> list[Any]:
    return [form for formset in formsets for form in formset.initial_forms]


def tell_meanwhile(request: HttpRequest, form: Any, formsets: Sequence[Any] = ()) -> None:
    """Say what stays as somebody else has left it while this page was open."""
    rows = [form, *_rows(formsets)]
    if fields := changed_twice(rows):
        told = _("Nothing is saved yet. Somebody else changed this too: %(fields)s. Look at it below.")
        messages.warning(request, told % {"fields": fields})
    if fields := left_alone(rows):
        told = _("Meanwhile somebody else changed: %(fields)s. That stays as they left it.")
        messages.info(request, told % {"fields": fields})
    if gone := ", ".join(name for formset in formsets for name in formset.gone):
        messages.info(request, _("Meanwhile somebody else took away: %(rows)s.") % {"rows": gone})


class Unlogged(admin.ModelAdmin):
    """A page that leaves no line in Django's own log, which would keep names: the audit keeps keys.

    It also stands what nobody types in good faith: a choice that is no number, a thousand rows at once.
    What a service refuses is answered in the form.
    Two people may have it open: `core.forms.meanwhile` keeps the second from overwriting the first unawares.
    """

    formfield_overrides = COUNTS

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenRow(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.absolute_max = MOST_ROWS_BELOW
            formset.form = watched(formset.form, stood(request))
            yield watched_rows(formset), inline

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return watched(form, stood(request), refusal=vars(request).get("refusal", ""))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What a service refuses comes back as the form, with the reason and all that was typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            vars(request)["refusal"] = str(refused.reason)
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a service refuses brings the list back, with the reason and what was chosen."""
        try:
            return super().changelist_view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused.reason))
            vars(request)["chosen"] = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
            request.method, request.POST = "GET", QueryDict()  # the list is read anew: some rows may be done
            page: HttpResponse = super().changelist_view(request, *args, **kwargs)
            page.status_code = 409
            return page

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        if chosen := vars(request).get("chosen"):
            for row in found.result_list:
                row.is_chosen = str(row.pk) in chosen
        return found

    def action_checkbox(self, obj: Any) -> Any:
        """The box before a row, ticked where what was asked for it has just been refused."""
        told = {"class": "action-select", "aria-label": _("Choose %(row)s") % {"row": obj}}
        box = CheckboxInput(told, lambda _value: getattr(obj, "is_chosen", False))
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """What a service does not let go leads back to its page, which says why."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            messages.error(request, str(refused.reason))
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[object_id]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; while it is being saved, nobody else can save it."""
        if request.method == "POST" and connection.in_atomic_block:
            rows = self.model._base_manager.select_for_update(no_key=True)
            with suppress(ValueError):
                rows.filter(pk=object_id).first()
        return super().get_object(request, object_id, from_field)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_meanwhile(request, form, formsets)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        formsets = [shown.formset for shown in context["inline_admin_formsets"]]
        form = context["adminform"].form
        tell_meanwhile(request, form, formsets)
        context["stood"] = as_stood([form, *_rows(formsets)])
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """A row that is not there, or not theirs, is not found; whoever sent its form reads their words."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise Http404
        pages = [self.get_form(request), *(rows.form for rows, _ in self.get_formsets_with_inlines(request))]
        told = {"title": _("This is not there any more"), "opts": opts, "typed": typed(request.POST, pages)}
        context = self.admin_site.each_context(request) | told
        return TemplateResponse(request, "admin/gone.html", context, status=404)

    def log_addition(self, request: HttpRequest, obj: object, message: object) -> Any:
        """The service behind the page has written its audit line."""

    def log_change(self, request: HttpRequest, obj: object, message: object) -> Any:
        """The service behind the page has written its audit line."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """The service behind the page has written its audit line."""


class AdministratorsOnly(Unlogged):
    """Administrators look; nobody adds or deletes here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(AdministratorsOnly):
    """Who may sign in, open the workspace, and do everything."""

    list_display = ("email", "is_staff", "is_superuser", "is_active", "joined_at")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email",)
    ordering = ("email",)
    fields = ("email", "is_active", "is_staff", "is_superuser", "joined_at", "last_login")
    readonly_fields = ("joined_at", "last_login")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_module_permission(request)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        services.save_user(obj, by=signed_in(request.user), at=timezone.now())


@admin.register(Person)
class PersonAdmin(AdministratorsOnly):
    """One human being for each e-mail address."""

    list_display = ("name", "email")
    search_fields = ("name", "email")
    ordering = ("email",)


@admin.register(AuditEntry)
class AuditEntryAdmin(AdministratorsOnly):
    """What was done, by whom, to which row, when."""

    list_display = ("at", "actor", "verb", "subject", "event_id")
    list_filter = ("verb", "at")
    search_fields = ("=actor_id", "=event_id", "subject")
    ordering = ("-pk",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_actors()  # type: ignore[no-any-return, attr-defined]

    @admin.display(description=_("by"))
    def actor(self, entry: AuditEntry) -> str:
        return getattr(entry, "actor_email", None) or "–"
