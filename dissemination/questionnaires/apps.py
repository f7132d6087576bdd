"""The app's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "dissemination.questionnaires"
    label = "questionnaires"
    verbose_name = _("Registration form")
