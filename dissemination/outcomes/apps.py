"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "dissemination.outcomes"
    label = "outcomes"
    verbose_name = _("Outcomes")
