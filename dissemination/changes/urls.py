"""Addresses of the question whether somebody is still coming."""

from django.contrib import admin
from django.urls import path

from dissemination.changes import views
from dissemination.changes.admin import coming

app_name = "changes"

urlpatterns = [
    path("place/<str:code>/still-coming/", views.say_coming, name="say_coming"),
    path("speaker/<str:code>/still-coming/", views.say_speaking, name="say_speaking"),
    path(
        "admin/event/<slug:slug>/still-coming/",
        admin.site.admin_view(coming.still_coming),
        name="still_coming",
    ),
]
