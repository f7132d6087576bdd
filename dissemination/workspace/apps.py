"""The organiser's workspace: our own AdminSite in place of Django's."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceAdminConfig(AdminConfig):
    default_site = "dissemination.workspace.site.OrganiserSite"


class WorkspaceConfig(AppConfig):
    name = "dissemination.workspace"
    label = "workspace"
    verbose_name = _("Workspace")
