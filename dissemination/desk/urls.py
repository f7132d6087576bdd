"""Addresses of the desk and of what is printed for it."""

from django.contrib import admin
from django.urls import path

from dissemination.desk.admin import papers, print_badges
from dissemination.desk.views import desk, moved, walking_in

app_name = "desk"

_see = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/papers/", _see(papers), name="papers"),
    path("admin/event/<slug:slug>/badges.pdf", _see(print_badges), name="badges"),
    path("desk/t/<str:ticket>/", desk.ticket, name="ticket"),
    path("desk/<slug:slug>/", desk.desk, name="desk"),
    path("desk/<slug:slug>/scan/", desk.scan, name="scan"),
    path("desk/<slug:slug>/walk-in/", walking_in.walk_in, name="walk_in"),
    path("desk/<slug:slug>/close/", walking_in.close, name="close_desk"),
    path("desk/<slug:slug>/moved/", moved.moved, name="moved"),
    path("desk/<slug:slug>/<int:number>/told/", moved.told, name="told"),
    path("desk/<slug:slug>/<int:number>/check-in/", desk.check_in, name="check_in"),
    path("desk/<slug:slug>/<int:number>/seat/", desk.seat, name="seat"),
    path("desk/<slug:slug>/<int:number>/undo/", desk.undo, name="undo_check_in"),
]
