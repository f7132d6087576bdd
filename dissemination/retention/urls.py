"""Addresses of what is kept for how long: for readers, and for the team."""

from django.contrib import admin as workspace
from django.urls import path

from dissemination.retention import admin, views

app_name = "retention"
urlpatterns = [
    path("events/<slug:slug>/privacy/", views.note, name="note"),
    path("admin/event/<slug:slug>/retention/", workspace.site.admin_view(admin.plan), name="plan"),
]
