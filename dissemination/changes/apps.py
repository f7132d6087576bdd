"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "dissemination.changes"
    label = "changes"
    verbose_name = _("Changes")
