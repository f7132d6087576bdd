"""Addresses of the organiser's groups."""

from django.contrib import admin
from django.urls import path

from dissemination.groups.admin import board, repair

app_name = "groups"

_see = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/groups/", _see(board.board), name="board"),
    path("admin/event/<slug:slug>/groups/repair/", _see(repair.repair), name="repair"),
]
