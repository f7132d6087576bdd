"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "dissemination.groups"
    label = "groups"
    verbose_name = _("Groups")
