"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "dissemination.retention"
    label = "retention"
    verbose_name = _("How long data is kept")
