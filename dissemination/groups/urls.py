"""Addresses of the organiser's groups."""

from django.contrib import admin
from django.urls import path

from dissemination.groups.admin import board, draft, repair, workshop

app_name = "groups"

_see = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/groups/", _see(board.board), name="board"),
    path("admin/event/<slug:slug>/groups/<int:number>/", _see(workshop.workshop), name="workshop"),
    path("admin/event/<slug:slug>/groups/<int:number>/what-if/", _see(workshop.what_if), name="what_if"),
    path("admin/event/<slug:slug>/groups/draft/", _see(draft.draft), name="draft"),
    path("admin/event/<slug:slug>/groups/repair/", _see(repair.repair), name="repair"),
]
