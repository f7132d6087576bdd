"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "dissemination.followup"
    label = "followup"
    verbose_name = _("Follow-up")
