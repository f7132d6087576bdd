"""The shape of an event's set-up, of its team and of a new event."""

import zoneinfo
from datetime import tzinfo
from typing import Any, cast

from django import forms
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.documents import images
from dissemination.events import policies
from dissemination.events.models import Photograph, Project, TeamMember, Venue
from dissemination.events.models.event import validate_zone

LOCAL_TIME = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def zone_named(name: str) -> tzinfo:
    """The clocks of this zone; those in force where there is no such zone."""
    is_known = name in zoneinfo.available_timezones()
    return zoneinfo.ZoneInfo(name) if is_known else timezone.get_current_timezone()


class EventForm(forms.ModelForm):
    """The set-up of an event. Places cannot be fewer than those taken; registration ends with the event."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        room = values.get("capacity", self.instance.capacity)
        online = values.get("online_capacity", self.instance.online_capacity)
        verdict = policies.may_set_places(self.instance, room=room, online=online)
        if not verdict:
            self.add_error(None, str(verdict.reason))
        if not (verdict := policies.may_set_mode(self.instance, values.get("mode", self.instance.mode))):
            self.add_error("mode", str(verdict.reason))
        closes_at, ends_at = values.get("closes_at"), values.get("ends_at")
        if closes_at and ends_at and closes_at > ends_at:
            self.add_error(
                "closes_at", _("Registration closes before the event ends: choose an earlier time.")
            )
        return values


class TeamMemberForm(forms.ModelForm):
    """Somebody on the team, by e-mail address. Another role is another row."""

    email = AddressField(_("e-mail address")).formfield()

    class Meta:
        model = TeamMember
        fields = ("role",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email
            for field in self.fields.values():
                field.disabled = True


class PhotographForm(forms.ModelForm):
    """A picture of the day. What is stored is a picture written by us, whatever was in the file."""

    class Meta:
        model = Photograph
        fields = ("image", "consent", "caption", "alt_text", "people", "credit", "licence", "order")

    def clean_image(self) -> Any:
        upload = self.cleaned_data["image"]
        if "image" not in self.changed_data:
            return upload
        upload.seek(0)
        try:
            written = images.photograph(upload.read())
        except images.UnusablePhotograph as unusable:
            raise forms.ValidationError(_(str(unusable))) from unusable
        return ContentFile(written.jpeg, name="photograph.jpg")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        told = Photograph(people=values.get("people", ""), consent=values.get("consent", ""))
        if not (verdict := policies.are_people_told(told)):
            self.add_error("consent", str(verdict.reason))
        return values


class TimesForm(forms.Form):
    """Start and end, on the clocks of the zone that the view has put into force."""

    starts_at = forms.DateTimeField(label=_("Starts"), widget=LOCAL_TIME)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=LOCAL_TIME)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The event must end after it starts."))
        return values


class NewEventForm(TimesForm):
    """What a new event needs before it has a page: a title, a project, a day, a place and a contact."""

    field_order = ("title", "aims", "project", "project_title", "starts_at", "ends_at", "zone", "venue")
    title = LineField(_("title of the event"), max_length=200).formfield()
    aims = ProseField(
        _("what it is for"), max_length=3000, blank=True, help_text=_("Readers see it. It can wait.")
    ).formfield()
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, empty_label=_("A new project")
    )
    project_title = LineField(_("title of the new project"), max_length=200, blank=True).formfield()
    zone = LineField(_("time zone"), max_length=60, default="Europe/London").formfield(
        validators=[validate_zone]
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=_("Venue"), required=False, empty_label=_("A new venue, or none yet")
    )
    venue_name = LineField(_("name of the new venue"), max_length=200, blank=True).formfield()
    city = LineField(_("city or town of the new venue"), max_length=100, blank=True).formfield()
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, initial=100)
    contact_email = AddressField(
        _("contact e-mail address"), help_text=_("A mailbox that somebody reads.")
    ).formfield()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"project": policies.own_projects(user), "venue": Venue.objects.for_user(user)}
        for name, rows in choices.items():
            cast(forms.ModelChoiceField, self.fields[name]).queryset = rows
        self.fields["contact_email"].initial = user.email

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("project") and not values.get("project_title") and "project" not in self.errors:
            self.add_error("project_title", _("Choose a project, or give the new one a title."))
        return values
