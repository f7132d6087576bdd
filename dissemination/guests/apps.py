"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuestsConfig(AppConfig):
    name = "dissemination.guests"
    label = "guests"
    verbose_name = _("Guest list")
