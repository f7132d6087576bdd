"""Addresses of invitations: the organiser's page, and what a guest's link opens."""

from django.contrib import admin
from django.urls import path

from dissemination.guests import views
from dissemination.guests.admin import board, bringing

app_name = "guests"

_see = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/guests/", _see(board.board), name="board"),
    path("admin/event/<slug:slug>/guests/list/", _see(bringing.bring), name="bring"),
    path("admin/event/<slug:slug>/guests/list/columns/", _see(bringing.columns), name="columns"),
    path("admin/event/<slug:slug>/guests/list/add/", _see(bringing.add), name="add_list"),
    path("admin/event/<slug:slug>/guests/<slug:verb>/", _see(board.write), name="write"),
    path("invitations/<str:token>/", views.open_invitation, name="open"),
    path("invitation/<str:code>/", views.invitation, name="invitation"),
    path("invitation/<str:code>/decline/", views.decline, name="decline"),
]
