"""Every address of the product. Apps name their own; this file only lists them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("registrations.urls")),  # what a rush asks for comes first: lines before it cost time
    path("", include("dissemination.pages.urls")),
    path("", include("dissemination.capture.urls")),  # before the admin, which answers everything below it
    path("", include("dissemination.outcomes.urls")),
    path("", include("dissemination.stories.urls")),
    path("", include("dissemination.followup.urls")),
    path("", include("dissemination.mailings.urls")),
    path("", include("dissemination.reports.urls")),
    path("", include("dissemination.retention.urls")),
    path("", include("dissemination.agenda.urls")),
    path("", include("dissemination.changes.urls")),
    path("", include("dissemination.guests.urls")),
    path("", include("dissemination.catering.urls")),
    path("", include("dissemination.delegates.urls")),
    path("", include("dissemination.desk.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("dissemination.accounts.urls")),
    path("", include("dissemination.workspace.urls")),
    path("", include("dissemination.events.urls")),
    path("", include("dissemination.messaging.urls")),
    path("", include("dissemination.groups.urls")),
    path("", include("speakers.urls")),
]
