"""Addresses of the numbers for the caterer."""

from django.contrib import admin as workspace
from django.urls import path

from dissemination.catering import admin

app_name = "catering"

_see = workspace.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/numbers/", _see(admin.numbers), name="numbers"),
    path("admin/event/<slug:slug>/numbers.pdf", _see(admin.paper), name="paper"),
    path("admin/event/<slug:slug>/numbers/words/", _see(admin.words), name="words"),
    path("admin/event/<slug:slug>/allergies/", _see(admin.allergies), name="allergies"),
]
