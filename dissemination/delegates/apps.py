"""The organiser's delegates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegatesConfig(AppConfig):
    """Delegates of an event as its organisers see them: list, import, export, figures."""

    name = "dissemination.delegates"
    label = "delegates"
    verbose_name = _("Delegates")
