"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CateringConfig(AppConfig):
    name = "dissemination.catering"
    label = "catering"
    verbose_name = _("Numbers for the caterer")
