"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaptureConfig(AppConfig):
    name = "dissemination.capture"
    label = "capture"
    verbose_name = _("Capture")
