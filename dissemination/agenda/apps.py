"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "dissemination.agenda"
    label = "agenda"
    verbose_name = _("Delegates' own calendars")
