"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "dissemination.stories"
    label = "stories"
    verbose_name = _("Stories")
