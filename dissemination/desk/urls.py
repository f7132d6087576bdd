"""Addresses of the desk and of what is printed for it."""

from django.contrib import admin
from django.urls import path

from dissemination.desk import views
from dissemination.desk.admin import papers, print_badges

app_name = "desk"

_see = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/papers/", _see(papers), name="papers"),
    path("admin/event/<slug:slug>/badges.pdf", _see(print_badges), name="badges"),
    path("desk/t/<str:ticket>/", views.ticket, name="ticket"),
    path("desk/<slug:slug>/", views.desk, name="desk"),
    path("desk/<slug:slug>/scan/", views.scan, name="scan"),
    path("desk/<slug:slug>/walk-in/", views.walk_in, name="walk_in"),
    path("desk/<slug:slug>/close/", views.close, name="close_desk"),
    path("desk/<slug:slug>/<int:number>/check-in/", views.check_in, name="check_in"),
    path("desk/<slug:slug>/<int:number>/undo/", views.undo, name="undo_check_in"),
]
