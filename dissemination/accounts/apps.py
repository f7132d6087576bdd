"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dissemination.accounts"
    label = "accounts"
    verbose_name = _("People")
