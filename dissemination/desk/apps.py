"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "dissemination.desk"
    label = "desk"
    verbose_name = _("Desk")
